"""bs4, lxml and PyYAML."""

import io

import bs4
import lxml.etree
import lxml.html
import yaml

PAGE = "<html><body><p class=a>one</p><p>two <a href='/x'>link</a></body></html>"


def test_soup_with_each_parser():
    for parser in ("html.parser", "lxml"):
        soup = bs4.BeautifulSoup(PAGE, parser)
        assert soup.select_one("p.a").text == "one" and soup.a["href"] == "/x"
        soup.p.string = "changed"
        assert "changed" in soup.prettify()
    assert bs4.BeautifulSoup("<a><b>1</b></a>", "xml").b.text == "1"


def test_paths_and_styles():
    root = lxml.etree.fromstring("<a xmlns:n='urn:n'><n:b i='1'>t</n:b></a>")
    assert root.xpath("//n:b[@i=1]/text()", namespaces={"n": "urn:n"}) == ["t"]
    page = lxml.html.fromstring(PAGE)
    page.make_links_absolute("http://h/")
    assert page.xpath("//a/@href") == ["http://h/x"]
    sheet = lxml.etree.XML(
        "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
        "<xsl:template match='/'><r><xsl:value-of select='count(//b)'/></r></xsl:template></xsl:stylesheet>"
    )
    assert lxml.etree.XSLT(sheet)(lxml.etree.XML("<a><b/><b/></a>")).getroot().text == "2"


def test_schemas_and_streams():
    schema = lxml.etree.RelaxNG(lxml.etree.XML("<element name='a' xmlns='http://relaxng.org/ns/structure/1.0'><text/></element>"))
    assert schema.validate(lxml.etree.XML("<a>x</a>")) and not schema.validate(lxml.etree.XML("<b/>"))
    events = lxml.etree.iterparse(io.BytesIO(b"<a>" + b"<b/>" * 1000 + b"</a>"), tag="b")
    assert sum(1 for _ in events) == 1000


def test_yaml():
    text = "a: [1, 2.5, null]\nb: &x {c: é}\nd: *x\ne: 2024-02-29\n"
    for loader in (yaml.SafeLoader, yaml.CSafeLoader):
        value = yaml.load(text, loader)
        assert value["a"] == [1, 2.5, None] and value["d"] == {"c": "é"} and value["e"].day == 29
    assert yaml.safe_load(yaml.safe_dump(value)) == value
    assert list(yaml.safe_load_all("a\n---\nb\n")) == ["a", "b"]
