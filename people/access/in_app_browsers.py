"""Which app's own browser shows a page: what it stores may be gone when people leave it. Pure."""

import re

from django.utils.translation import gettext_lazy as _

APPS = (
    # Before WeChat, whose sign is in its header too.
    (re.compile(r"\bwxwork/"), _("WeCom")),
    (re.compile(r"\bMicroMessenger/"), _("WeChat")),
    # QQ Browser, a browser of its own, says MQQBrowser.
    (re.compile(r"\bQQ/\d"), "QQ"),
    (re.compile(r"\bWeibo\b|__weibo__"), _("Weibo")),
    (re.compile(r"\bDingTalk\b"), _("DingTalk")),
    (re.compile(r"\bAlipayClient/"), _("Alipay")),
    (re.compile(r"\b(Lark|Feishu)/"), _("Lark")),
    (re.compile(r"\bxhsdiscover\b|\bXiaoHongShu\b"), _("Xiaohongshu")),
    (re.compile(r"\b(aweme|musical_ly)_|\bBytedanceWebview\b|\bTikTok\b"), _("TikTok")),
    (re.compile(r"\bbaiduboxapp/"), _("Baidu")),
    (re.compile(r"\bInstagram\b"), "Instagram"),
    (re.compile(r"\bFBAN/Messenger|\bFB_IAB/Orca"), "Messenger"),
    (re.compile(r"\bFBA[NV]/|\bFB_IAB/"), "Facebook"),
    (re.compile(r"\bLine/\d"), "LINE"),
    (re.compile(r"\bKAKAOTALK\b"), "KakaoTalk"),
    (re.compile(r"\bTwitter for (iPhone|iPad|Android)\b"), "X"),
    (re.compile(r"\bLinkedInApp\b"), "LinkedIn"),
    (re.compile(r"\bSnapchat\b"), "Snapchat"),
    (re.compile(r"\bPinterest\b"), "Pinterest"),
    # Any other app of Android that shows pages itself.
    (re.compile(r"; wv\)"), _("another app")),
)
"""By what stands in the User-Agent header, and how people call the app."""


def app_showing(user_agent: str) -> str:
    """The app in whose own browser a page is open, empty in a browser of its own."""
    return next((str(name) for sign, name in APPS if sign.search(user_agent)), "")
