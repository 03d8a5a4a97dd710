# SPDX-License-Identifier: LGPL-2.1-or-later
"""spider.py - a harvest by Scrapy: follows all links, saves all bodies.

    scrapy runspider spider.py -a url=URL -a folder=DIR
        -s CONCURRENT_REQUESTS=N -s CONCURRENT_REQUESTS_PER_DOMAIN=N
"""
import os
from urllib.parse import urlsplit

import scrapy


class Harvest(scrapy.Spider):
    name = "harvest"
    custom_settings = {
        "ROBOTSTXT_OBEY": False, "DOWNLOAD_DELAY": 0, "RETRY_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False, "LOG_LEVEL": "ERROR"}

    def start_requests(self):
        yield scrapy.Request(self.url)

    def parse(self, response):
        name = self.folder + urlsplit(response.url).path
        if name.endswith("/"):
            name += "index.html"
        os.makedirs(os.path.dirname(name), exist_ok=True)
        with open(name, "wb") as f:
            f.write(response.body)
        if isinstance(response, scrapy.http.HtmlResponse):
            for link in response.css("a::attr(href)").getall():
                url = response.urljoin(link)
                if url.startswith(self.url):
                    yield scrapy.Request(url)
