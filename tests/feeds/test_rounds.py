"""What a round over the feeds takes in."""

import pytest

from assistant.errors import IndexStoreError
from assistant.feeds import updating
from assistant.feeds.rests import Rests
from assistant.feeds.updating import FeedReport, update
from tests.feeds.conftest import BRIDGE, CLUB, MUSEUM


def round_of(feeds, index) -> dict[str, FeedReport]:
    return {report.url: report for report in update(feeds, index)}


def counts(report: FeedReport) -> tuple[int, int, int, int]:
    done = report.report
    return done.added, done.updated, done.unchanged, len(done.skipped)


def test_a_round_takes_in_what_the_feeds_list(site, feeds, follow, index):
    one = site.feed("/one.xml", site.story("/club", CLUB), site.story("/museum", MUSEUM))
    two = site.feed("/two.xml", site.story("/bridge", BRIDGE), "/museum")
    follow(one)
    follow(two)
    found = round_of(feeds, index)
    assert sorted([counts(found[one]), counts(found[two])]) == [(1, 0, 0, 0), (2, 0, 0, 0)]
    assert {a.url for a in index.store.articles().values()} == {
        site.url(path) for path in ("/club", "/museum", "/bridge")
    }
    assert all(s.checked_at and not s.failure for s in feeds.all())


def test_what_has_not_changed_is_neither_sent_nor_embedded_again(site, feeds, follow, index):
    url = follow(site.feed("/all.xml", site.story("/club", CLUB))).url
    round_of(feeds, index)
    site.since()
    assert counts(round_of(feeds, index)[url]) == (0, 0, 0, 0)
    assert site.since() == {"/all.xml": 304}
    site.feed("/all.xml", site.story("/museum", MUSEUM), "/club")
    done = round_of(feeds, index)[url].report
    assert (done.added, done.unchanged, done.passages) == (1, 0, 1)
    assert site.since() == {"/all.xml": 200, "/museum": 200}


def test_a_page_that_changed_is_updated(site, feeds, follow, index):
    url = follow(site.feed("/all.xml", site.story("/club", CLUB))).url
    round_of(feeds, index)
    site.story("/club", CLUB + " The crew rowed for nine minutes, an hour after the rain.")
    site.feed("/all.xml", "/club", title="Harbour News", text="Nine minutes.")
    assert counts(round_of(feeds, index)[url]) == (0, 1, 0, 0)
    assert feeds.all()[0].title == "Harbour News"


def test_a_feed_that_fails_is_noted_and_does_not_stop_the_others(site, feeds, follow, index):
    bad, worse = follow(site.feed("/a.xml")).url, follow(site.feed("/b.xml")).url
    good = follow(site.feed("/c.xml", site.story("/club", CLUB))).url
    site.pages["/a.xml"] = "<html><body>Moved.</body></html>"
    site.broken.add("/b.xml")
    found = round_of(feeds, index)
    assert counts(found[good]) == (1, 0, 0, 0)
    assert "it is no feed" in found[bad].failure
    assert "503" in found[worse].failure
    noted = {s.url: s.failure for s in feeds.all()}
    assert noted == {url: report.failure for url, report in found.items()}
    site.broken.clear()
    assert round_of(feeds, index)[worse].failure is None
    assert {s.url: s.failure for s in feeds.all()}[worse] is None


def test_a_page_that_could_not_be_had_is_asked_for_again(site, feeds, follow, index):
    url = follow(site.feed("/all.xml", site.story("/club", CLUB), "/late")).url
    site.story("/late", MUSEUM)
    site.broken.add("/late")
    assert counts(round_of(feeds, index)[url]) == (1, 0, 0, 1)
    site.broken.clear()
    site.since()
    assert counts(round_of(feeds, index)[url]) == (1, 0, 0, 0)
    assert site.since() == {"/all.xml": 200, "/late": 200}
    round_of(feeds, index)
    assert site.since() == {"/all.xml": 304}


def test_the_text_of_the_feed_stands_in_until_the_page_can_be_had(site, feeds, follow, index):
    url = follow(site.feed("/all.xml", site.story("/museum", MUSEUM), text=BRIDGE)).url
    site.broken.add("/museum")
    assert counts(round_of(feeds, index)[url]) == (1, 0, 0, 0)
    site.broken.clear()
    assert counts(round_of(feeds, index)[url]) == (0, 1, 0, 0)
    (article,) = index.store.articles().values()
    assert article.text.startswith("The museum")


def test_a_page_that_never_comes_is_not_asked_for_for_ever(site, feeds, follow, index):
    follow(site.feed("/all.xml", "/gone"))
    asked = []
    for _ in range(6):
        round_of(feeds, index)
        asked.append(site.since().get("/gone"))
    assert asked == [404, 404, 404, 404, None, None]


def test_a_page_that_never_comes_takes_no_try_from_another(site, feeds, follow, index):
    follow(site.feed("/all.xml", "/gone"))
    for _ in range(5):
        round_of(feeds, index)
    site.feed("/all.xml", "/gone", site.story("/late", MUSEUM))
    site.broken.add("/late")
    round_of(feeds, index)
    site.broken.clear()
    round_of(feeds, index)
    assert [a.url for a in index.store.articles().values()] == [site.url("/late")]
    site.since()
    round_of(feeds, index)
    assert site.since() == {"/all.xml": 304}


def test_a_site_is_left_alone_in_later_rounds_for_as_long_as_it_asks(site, feeds, follow, index):
    url = follow(site.feed("/all.xml", site.story("/club", CLUB))).url
    site.broken.add("/all.xml")
    site.rest = "3600"
    round_of(feeds, index)
    site.broken.clear()
    site.since()
    assert "to be left alone until" in round_of(feeds, index)[url].failure
    assert site.since() == {}
    Rests(index.store.engine).note({})
    assert counts(round_of(feeds, index)[url]) == (1, 0, 0, 0)


def test_a_feed_that_breaks_off_is_read_again(site, feeds, follow, index):
    site.feed("/all.xml", site.story("/club", CLUB), site.story("/museum", MUSEUM))
    whole = site.pages["/all.xml"]
    site.pages["/all.xml"] = whole[:-60]
    url = follow(site.url("/all.xml")).url
    assert counts(round_of(feeds, index)[url]) == (1, 0, 0, 1)
    assert feeds.all()[0].validators.etag is None


def test_nothing_is_noted_of_a_round_whose_pages_could_not_be_stored(
    site, feeds, follow, index, monkeypatch
):
    follow(site.feed("/all.xml", site.story("/club", CLUB)))
    before = feeds.all()

    def full(*_):
        raise IndexStoreError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(type(index), "add", full)
        with pytest.raises(IndexStoreError):
            round_of(feeds, index)
    assert feeds.all() == before
    assert [counts(r) for r in update(feeds, index)] == [(1, 0, 0, 0)]


def test_a_feed_that_is_removed_during_a_round_stays_removed(site, feeds, follow, index):
    url = follow(site.feed("/all.xml", site.story("/club", CLUB))).url
    list(update(feeds, index, lambda *_: feeds.remove(url) and None))
    assert feeds.all() == []


def test_a_text_without_a_page_that_was_removed_does_not_come_back(site, feeds, follow, index):
    item = f"<item><description>{CLUB}</description></item>"
    site.pages["/all.xml"] = f"<rss><channel>{item}</channel></rss>"
    url = follow(site.url("/all.xml")).url
    assert counts(round_of(feeds, index)[url]) == (1, 0, 0, 0)
    index.remove(list(index.store.articles()))
    site.pages["/all.xml"] = f"<rss><channel><title>Harbour</title>{item}</channel></rss>"
    assert counts(round_of(feeds, index)[url]) == (0, 0, 0, 0)
    assert index.store.articles() == {}


def test_progress_counts_on_through_all_feeds(site, feeds, follow, index):
    follow(site.feed("/one.xml", site.story("/club", CLUB)))
    follow(site.feed("/two.xml", site.story("/museum", MUSEUM)))
    told = []
    list(update(feeds, index, lambda *now: told.append(now)))
    assert [(items, passages) for items, passages, _ in told] == [(1, 1), (2, 2)]
    assert {taken.outcome for _, _, some in told for taken in some} == {"added"}


def test_many_feeds_are_taken_in_by_groups_and_portions(site, feeds, follow, index, monkeypatch):
    monkeypatch.setattr(updating, "_TOGETHER", 2)
    monkeypatch.setattr(updating, "_PORTION", 2)
    for n in range(5):
        story = site.story(f"/{n}", f"{CLUB} That was race number {n} of the year in the town.")
        follow(site.feed(f"/{n}.xml", story))
    assert len(round_of(feeds, index)) == 5
    pages = set(index.store.pages())
    assert pages == {site.url(f"/{n}") for n in range(5)}


def test_an_article_that_is_removed_during_a_round_stays_removed(
    site, feeds, follow, index, monkeypatch
):
    monkeypatch.setattr(updating, "_PORTION", 1)
    stories = {"/club": CLUB, "/museum": MUSEUM}
    follow(site.feed("/all.xml", *(site.story(*story) for story in stories.items())))
    round_of(feeds, index)
    for path, text in stories.items():
        site.story(path, f"{text} More of it was told in the evening.")
    site.feed("/all.xml", *stories, text="Told in other words.")
    removed = []

    def remove_the_other(items, passages, taken):
        if not removed:
            stored = index.store.articles().items()
            removed.extend(id_ for id_, a in stored if a.url != taken[0].item)
            index.remove(removed)

    list(update(feeds, index, remove_the_other))
    assert (len(removed), len(index.store.articles())) == (1, 1)
