<?xml version="1.0" encoding="utf-8" ?>
<ogr:FeatureCollection
     gml:id="aFeatureCollection"
     xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
     xsi:schemaLocation="http://ogr.maptools.org/ points.xsd"
     xmlns:ogr="http://ogr.maptools.org/"
     xmlns:gml="http://www.opengis.net/gml/3.2">
  <gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>48.2 6.96</gml:lowerCorner><gml:upperCorner>50.94 16.37</gml:upperCorner></gml:Envelope></gml:boundedBy>
                                                                                                                                                                
  <ogr:featureMember>
    <ogr:points gml:id="points.0">
      <gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>48.39 9.99</gml:lowerCorner><gml:upperCorner>48.39 9.99</gml:upperCorner></gml:Envelope></gml:boundedBy>
      <ogr:geometryProperty><gml:Point srsName="urn:ogc:def:crs:EPSG::4326" gml:id="points.geom.0"><gml:pos>48.39 9.99</gml:pos></gml:Point></ogr:geometryProperty>
      <ogr:id>1</ogr:id>
      <ogr:x>9.99</ogr:x>
      <ogr:y>48.39</ogr:y>
      <ogr:name>Ulm</ogr:name>
      <ogr:tall>161.53</ogr:tall>
    </ogr:points>
  </ogr:featureMember>
  <ogr:featureMember>
    <ogr:points gml:id="points.1">
      <gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>50.94 6.96</gml:lowerCorner><gml:upperCorner>50.94 6.96</gml:upperCorner></gml:Envelope></gml:boundedBy>
      <ogr:geometryProperty><gml:Point srsName="urn:ogc:def:crs:EPSG::4326" gml:id="points.geom.1"><gml:pos>50.94 6.96</gml:pos></gml:Point></ogr:geometryProperty>
      <ogr:id>2</ogr:id>
      <ogr:x>6.96</ogr:x>
      <ogr:y>50.94</ogr:y>
      <ogr:name>Köln</ogr:name>
      <ogr:tall>157.4</ogr:tall>
    </ogr:points>
  </ogr:featureMember>
  <ogr:featureMember>
    <ogr:points gml:id="points.2">
      <gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>48.2 16.37</gml:lowerCorner><gml:upperCorner>48.2 16.37</gml:upperCorner></gml:Envelope></gml:boundedBy>
      <ogr:geometryProperty><gml:Point srsName="urn:ogc:def:crs:EPSG::4326" gml:id="points.geom.2"><gml:pos>48.2 16.37</gml:pos></gml:Point></ogr:geometryProperty>
      <ogr:id>3</ogr:id>
      <ogr:x>16.37</ogr:x>
      <ogr:y>48.2</ogr:y>
      <ogr:name></ogr:name>
      <ogr:tall>136.7</ogr:tall>
    </ogr:points>
  </ogr:featureMember>
</ogr:FeatureCollection>
