"""Ready answers in memory."""

import threading

from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.page_cache.entry import make_entry
from delivery.page_cache.store import CHANGES_REMEMBERED, Store

TAGS = [f"page:{number}" for number in range(6)]


def entry(*tags, length=100, expires_at=1e12):
    return make_entry(
        "200 OK",
        [("Content-Type", "application/octet-stream")],
        b"x" * length,
        tags=tags,
        expires_at=expires_at,
        made_at=0,
    )


def test_a_change_drops_what_shows_it_and_nothing_else():
    store = Store(1_000_000)
    store.put("article", entry("page:1", "page:2"), store.begin())
    store.put("listing", entry("page:2"), store.begin())
    store.put("about", entry("page:3"), store.begin())

    dropped = store.drop(["page:2"], hard=True)

    assert sorted(dropped) == ["article", "listing"]
    assert store.get("article") is store.get("listing") is None
    assert store.get("about") is not None


def test_a_soft_change_leaves_a_stale_copy_and_a_hard_one_takes_that_too():
    store = Store(1_000_000, clock=lambda: 50.0)
    store.put("article", entry("page:1"), store.begin())

    assert store.drop(["page:1"], hard=False) == ["article"]
    assert store.drop(["page:1"], hard=False) == []
    stale = store.get("article")
    assert not stale.is_fresh(51)
    assert stale.may_stand_in(51, patience=3600)
    assert not stale.may_stand_in(3651, patience=3600)

    store.drop(["page:1"], hard=True)
    assert store.get("article") is None


def test_an_answer_that_a_change_has_overtaken_is_not_kept():
    store = Store(1_000_000)
    began = store.begin()
    store.drop(["page:1"], hard=False)

    assert not store.put("article", entry("page:1"), began)
    assert store.put("about", entry("page:2"), began)
    assert store.put("article", entry("page:1"), store.begin())


def test_too_many_changes_to_remember_overtake_everything():
    store = Store(1_000_000)
    began = store.begin()
    store.drop([f"page:{number}" for number in range(CHANGES_REMEMBERED + 1)], hard=False)

    assert not store.put("about", entry("settings"), began)
    assert store.put("about", entry("settings"), store.begin())


def test_emptying_overtakes_what_is_being_made():
    store = Store(1_000_000)
    began = store.begin()
    store.clear()

    assert not store.put("article", entry("page:1"), began)
    assert len(store) == store.bytes == 0


def test_the_least_recently_used_goes_first_when_memory_is_full():
    one = entry("page:1")
    store = Store(one.size * 3)
    for key in "abc":
        store.put(key, entry("page:1"), store.begin())
    store.get("a")

    store.put("d", entry("page:1"), store.begin())

    assert store.get("b") is None
    assert all(store.get(key) for key in "acd")


def test_what_is_larger_than_all_memory_is_not_kept_and_drops_nothing():
    store = Store(20_000)
    store.put("small", entry("page:1"), store.begin())

    assert not store.put("large", entry("page:2", length=20_000), store.begin())
    assert store.get("small") is not None


steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("put"),
            st.integers(0, 9),
            st.sets(st.sampled_from(TAGS), max_size=4),
            st.integers(0, 9_000),
        ),
        st.tuples(st.just("get"), st.integers(0, 9)),
        st.tuples(st.just("drop"), st.sets(st.sampled_from(TAGS), max_size=2), st.booleans()),
        st.tuples(st.just("clear")),
    ),
    max_size=60,
)


@settings(max_examples=200)
@given(steps)
def test_whatever_happens_it_stays_within_bounds_and_never_keeps_what_changed(steps):
    store = Store(60_000, clock=lambda: 1.0)
    true: dict[int, tuple[set[str], bool]] = {}
    for verb, *values in steps:
        if verb == "put":
            key, tags, length = values
            if store.put(key, entry(*tags, length=length), store.begin()):
                true[key] = (tags, True)
        elif verb == "get":
            store.get(*values)
        elif verb == "drop":
            gone, hard = values
            store.drop(gone, hard=hard)
            for key, (tags, _) in list(true.items()):
                if tags & gone and hard:
                    del true[key]
                elif tags & gone:
                    true[key] = (tags, False)
        else:
            store.clear()
            true.clear()
        kept = {key: found for key in range(10) if (found := store.get(key))}
        assert store.bytes == sum(found.size for found in kept.values()) <= 60_000
        assert kept.keys() <= true.keys()
        for key, found in kept.items():
            assert set(found.tags) == true[key][0]
            assert found.is_fresh(2.0) == true[key][1]


def test_many_threads_leave_it_whole():
    store = Store(300_000)
    problems = []

    def work(number):
        try:
            for turn in range(400):
                key = (number * 7 + turn) % 40
                store.get(key)
                store.put(key, entry(f"page:{key % 5}"), store.begin())
                if turn % 10 == 0:
                    store.drop([f"page:{turn % 5}"], hard=turn % 20 == 0)
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=work, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not problems
    kept = [found for key in range(40) if (found := store.get(key))]
    assert store.bytes == sum(found.size for found in kept) <= 300_000
    store.drop([f"page:{number}" for number in range(5)], hard=True)
    assert len(store) == store.bytes == 0
