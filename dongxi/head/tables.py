"""The names that pages use for their own fields when they speak to machines.

One table for each place: meta elements, JSON-LD, variables of scripts.
"""

from __future__ import annotations

#: What a key of a meta element (lower case, without spaces, `-` and `_`) claims by which rule.
META = {
    key: (field_name, rule)
    for field_name, rule, keys in (
        ("title", "head/article-title", "articletitle"),
        ("title", "head/og-title", "og:title"),
        ("title", "head/meta-title", "twitter:title title headline dc.title dcterms.title"),
        ("site_name", "head/meta-site", "og:sitename sitename applicationname"),
        (
            "author", "head/meta-author",
            "author article:author og:article:author og:author byl dc.creator dcterms.creator parselyauthor",
        ),
        (
            "date", "head/meta-date",
            """article:publishedtime og:article:publishedtime og:publishedtime og:releasedate og:time og:pubdate pubdate pubtime date
            publishdate publishtime publisheddate publishedtime firstpublishedtime datepublished dc.date.issued
            weibo:article:createat bytedance:publishedtime dcterms.issued""",
        ),
        (
            "date_modified", "head/meta-modified",
            """article:modifiedtime og:article:modifiedtime og:updatedtime lastmodified lastmodifieddate datemodified dateupdate
            weibo:article:updateat bytedance:updatedtime dcterms.modified""",
        ),
        ("source", "head/meta-source", "source contentsource mediaid dc.source"),
        ("section", "head/meta-section", "article:section og:article:section columnname og:category"),
        ("url", "head/og-url", "og:url"),
        ("language", "head/og-locale", "og:locale contentlanguage"),
    )
    for key in keys.split()
}  # fmt: skip
#: Keys of the templates in which `author` is the editor on duty, or a number (on 1 of the
#: 3 development pages with such a name whose author is known, it is the author; 2026-11).
EDITORIAL_KEYS = frozenset(
    "contentid catalogs publishedtype filetype pagetype contentsource columnname columntype sitedomain".split()  # noqa: SIM905
)
EDITORIAL_ENOUGH = 2
#: Members of a JSON-LD object that tells about the page.
ARTICLE = {
    "headline": ("title", "head/json-ld-title"),
    "name": ("title", "head/json-ld-title"),
    "datePublished": ("date", "head/json-ld-date"),
    "dateModified": ("date_modified", "head/json-ld-modified"),
    "author": ("author", "head/json-ld-author"),
    "creator": ("author", "head/json-ld-author"),
    "articleSection": ("section", "head/json-ld-section"),
    "sourceOrganization": ("source", "head/json-ld-source"),
    "publisher": ("site_name", "head/json-ld-publisher"),
}
#: A page that is no article is dated, and named by its headline alone.
PAGE = {key: ARTICLE[key] for key in ("headline", "datePublished", "dateModified", "publisher")}
#: The dialect of a search engine, without types.
CAMBRIAN = {
    "title": ARTICLE["headline"],
    "pubDate": ARTICLE["datePublished"],
    "upDate": ARTICLE["dateModified"],
}
TYPES = {
    **dict.fromkeys(
        """article newsarticle reportagenewsarticle opinionnewsarticle analysisnewsarticle
        backgroundnewsarticle reviewnewsarticle scholarlyarticle techarticle report blogposting
        socialmediaposting discussionforumposting liveblogposting""".split(),  # noqa: SIM905
        ARTICLE,
    ),
    **dict.fromkeys("webpage itempage aboutpage medicalwebpage".split(), PAGE),  # noqa: SIM905
}
#: Variables of scripts (lower case, without `_`), declared with `var`.
DECLARED_KEYS = {
    key: (field_name, rule)
    for field_name, rule, keys in (
        (
            "date", "head/script-date",
            "ct oricreatetime createtime publishtime publishdate pubtime pubdate",
        ),
        ("title", "head/script-title", "msgtitle articletitle newstitle contenttitle"),
        ("source", "head/script-source", "articlesource newssource medianame sourcename"),
        ("author", "head/script-author", "author authorname"),
        ("account", "head/script-account", "nickname"),
    )
    for key in keys.split()
}  # fmt: skip
#: Members of objects in scripts: only what names its thing in full.
MEMBER_KEYS = {
    key: (field_name, rule)
    for field_name, rule, keys in (
        (
            "date", "head/script-date",
            "pubtime pubdate publishtime publishdate publishedtime publisheddate publishat publishedat",
        ),
        ("source", "head/script-source", "medianame sourcename"),
        ("author", "head/script-author", "authorname"),
    )
    for key in keys.split()
}  # fmt: skip
#: Beside a title of this name an account is where a message was posted; else its author.
ACCOUNT_SIGN = "msgtitle"
