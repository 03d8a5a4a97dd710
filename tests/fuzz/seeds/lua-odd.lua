pipeline{source.file{[[a]],[=[
b]=],include=--[[x]]'c'},--
sink.sqlite{"d\"e"};jobs=0x10,limit=1e3}
-- [[ ]]