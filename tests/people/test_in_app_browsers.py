"""Browsers inside other apps, by what they send: told before the first tick that they forget."""

from __future__ import annotations

import pytest
from django.test import Client

from people.access.in_app_browsers import app_showing
from tests.pages import parse

ANDROID = "Mozilla/5.0 (Linux; Android 12; M2012K11AC Build/SKQ1.211006.001; wv) "
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/107.0.5304.141 Mobile "
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) "
)

IN_APPS = {
    "WeChat": [
        (
            f"{ANDROID}{CHROME}Safari/537.36 XWEB/5015 MMWEBSDK/20230202 MMWEBID/3628 "
            "MicroMessenger/8.0.33.2320(0x28002151) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN"
        ),
        f"{IPHONE}Mobile/15E148 MicroMessenger/8.0.42(0x18002a2c) NetType/WIFI Language/zh_CN",
        (
            "Mozilla/5.0 (Linux; U; Android 7.0; zh-cn; MHA-AL00) AppleWebKit/537.36 (KHTML, like "
            "Gecko) Version/4.0 Chrome/57.0.2987.132 MQQBrowser/6.2 TBS/044004 "
            "Mobile Safari/537.36 MicroMessenger/6.6.7.1321(0x26060736) NetType/WIFI Language/zh_CN"
        ),
    ],
    "WeCom": [
        f"{IPHONE}Mobile/15E148 wxwork/4.1.0 MicroMessenger/7.0.1 Language/zh ColorScheme/Light"
    ],
    "QQ": [
        (
            f"{ANDROID}{CHROME}Safari/537.36 V1_AND_SQ_8.9.50_3898_YYB_D A_8095000 QQ/8.9.50.10650 "
            "NetType/WIFI WebP/0.3.0 AppId/537155557"
        ),
        f"{IPHONE}Mobile/15E148 QQ/8.9.50.620 V1_IPH_SQ_8.9.50_1_APP_A Pixel/1170 NetType/WIFI",
    ],
    "Weibo": [
        f"{ANDROID}{CHROME}Safari/537.36 Weibo (Xiaomi-M2012K11AC__weibo__13.3.2__android__12)",
        f"{IPHONE}Mobile/15E148 Weibo (iPhone14,5__weibo__13.7.1__iphone__os16.6)",
    ],
    "DingTalk": [
        f"{ANDROID}{CHROME}Safari/537.36 AliApp(DingTalk/7.0.10) com.alibaba.android.rimet/0",
        f"{IPHONE}Mobile/15E148 AliApp(DingTalk/7.0.5) com.laiwang.DingTalk/32082553",
    ],
    "Alipay": [f"{IPHONE}Mobile/15E148 NebulaSDK/1.8.100112 AlipayClient/10.3.96.8100 Language/zh"],
    "Facebook": [
        (
            f"{IPHONE}Mobile/15E148 [FBAN/FBIOS;FBAV/437.0.0.35.119;FBBV/518264842;FBDV/iPhone14,5;"
            "FBMD/iPhone;FBSN/iOS;FBSV/16.6;FBSS/3;FBID/phone;FBLC/en_GB;FBOP/5]"
        ),
        f"{ANDROID}{CHROME}Safari/537.36 [FB_IAB/FB4A;FBAV/407.0.0.30.97;]",
    ],
    "Messenger": [
        f"{IPHONE}Mobile/15E148 [FBAN/MessengerForiOS;FBAV/430.0.0.35.109;FBDV/iPhone14,5]",
        f"{ANDROID}{CHROME}Safari/537.36 [FB_IAB/Orca-Android;FBAV/404.1.0.14.112;]",
    ],
    "Instagram": [
        (
            f"{IPHONE}Mobile/15E148 Instagram 295.0.0.13.109 (iPhone14,5; iOS 16_6; en_GB; en; "
            "scale=3.00; 1170x2532; 514330075)"
        ),
        f"{ANDROID}{CHROME}Safari/537.36 Instagram 275.0.0.27.98 Android (31/12; 440dpi)",
    ],
    "LINE": [
        f"{IPHONE}Mobile/15E148 Safari Line/13.16.0",
        f"{ANDROID}{CHROME}Safari/537.36 Line/13.3.1/IAB",
    ],
    "KakaoTalk": [f"{ANDROID}{CHROME}Safari/537.36;KAKAOTALK 2410110"],
    "X": [f"{IPHONE}Mobile/15E148 Twitter for iPhone/9.73"],
    "TikTok": [
        f"{IPHONE}Mobile/15E148 musical_ly_30.6.0 JsSdk/2.0 NetType/WIFI Channel/App Store",
        f"{ANDROID}{CHROME}Safari/537.36 aweme_250900 JsSdk/1.0 NetType/WIFI",
    ],
    "another app": [f"{ANDROID}{CHROME}Safari/537.36 SomeShop/1.2"],
}
BY_THEMSELVES = [
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        "Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
    ),
    (
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/126.0.0.0 Mobile Safari/537.36"
    ),
    "Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0",
    (
        "Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) "
        "SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36"
    ),
    (
        "Mozilla/5.0 (Linux; U; Android 11; zh-cn; M2012K11AC) AppleWebKit/537.36 (KHTML, like "
        "Gecko) Version/4.0 Chrome/98.0.4758.102 MQQBrowser/13.6 Mobile Safari/537.36 COVC/046333"
    ),
    (
        "Mozilla/5.0 (Linux; U; Android 12; zh-CN; 2201122C) AppleWebKit/537.36 (KHTML, like "
        "Gecko) Version/4.0 Chrome/100.0.4896.58 UCBrowser/15.5.8.1248 Mobile Safari/537.36"
    ),
    (
        "Mozilla/5.0 (Linux; U; Android 13; zh-cn; 2211133C) AppleWebKit/537.36 (KHTML, like "
        "Gecko) Version/4.0 Chrome/100.0.4896.127 Mobile Safari/537.36 XiaoMi/MiuiBrowser/17.5.23"
    ),
    (
        "Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00) AppleWebKit/537.36 (KHTML, like "
        "Gecko) Chrome/99.0.4844.88 HuaweiBrowser/13.0.5.303 Mobile Safari/537.36"
    ),
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0"
    ),
    "",
]

ASKED = [(app, agent) for app, agents in IN_APPS.items() for agent in agents]
WECHAT = IN_APPS["WeChat"][0]
SAFARI = BY_THEMSELVES[0]


@pytest.mark.parametrize(("app", "agent"), ASKED)
def test_a_page_inside_an_app_is_known_by_its_name(app: str, agent: str) -> None:
    assert app_showing(agent) == app


@pytest.mark.parametrize("agent", BY_THEMSELVES)
def test_a_browser_of_its_own_is_none(agent: str) -> None:
    assert app_showing(agent) == ""


@pytest.mark.django_db
@pytest.mark.usefixtures("evening")
@pytest.mark.parametrize("path", ["/", "/day/2026-11-22/", "/practise/evening/"])
def test_it_is_told_before_the_first_tick_with_the_way_out(client: Client, path: str) -> None:
    response = client.get(path, headers={"User-Agent": WECHAT})
    page = parse(response)
    (notice,) = page.having("data-in-app")
    text = page.text_of(notice)
    assert "inside WeChat" in text
    assert "Open in browser" in text
    assert "localhost" in text
    places = list(page.root.iter())
    ticks = [each for each in page.tagged("button") if each.get("name") in {"way", "done"}]
    assert places.index(notice) < min(map(places.index, ticks))
    assert "User-Agent" in response["Vary"]
    assert "no-store" in response["Cache-Control"]
    assert not parse(client.get(path, headers={"User-Agent": SAFARI})).having("data-in-app")


@pytest.mark.usefixtures("evening")
def test_it_is_told_before_the_first_tick_alone(phone: Client) -> None:
    assert not parse(phone.get("/", headers={"User-Agent": WECHAT})).having("data-in-app")


@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "name"), [("/zh-hans", "微信"), ("/zh-hant", "微信")])
def test_the_app_has_its_chinese_name(client: Client, prefix: str, name: str) -> None:
    page = parse(client.get(f"{prefix}/", headers={"User-Agent": WECHAT}))
    (notice,) = page.having("data-in-app")
    assert name in page.text_of(notice)


@pytest.mark.django_db
def test_technique_pages_are_the_same_in_every_browser(client: Client) -> None:
    path = "/techniques/foot-massage/"
    inside, alone = (client.get(path, headers={"User-Agent": each}) for each in (WECHAT, SAFARI))
    assert inside.content == alone.content
    assert inside["ETag"] == alone["ETag"]
    assert "User-Agent" not in inside["Vary"]
