"""pandas, in the memory that a function has by default."""

import io
import sqlite3

import pandas


def frame():
    return pandas.DataFrame({"city": ["a", "b", "a", "c"], "n": [1, 2, 3, None], "day": pandas.date_range("2024-02-28", periods=4)})


def test_groups_joins_and_pivots():
    table = frame()
    assert table.groupby("city")["n"].sum().to_dict() == {"a": 4.0, "b": 2.0, "c": 0.0}
    other = pandas.DataFrame({"city": ["a", "b"], "name": ["A", "B"]})
    assert table.merge(other, how="left")["name"].fillna("?").tolist() == ["A", "B", "A", "?"]
    assert table.pivot_table("n", "city", aggfunc="max").loc["a", "n"] == 3


def test_dates_and_zones():
    table = frame().set_index("day")
    assert table.resample("2D")["n"].sum().tolist() == [3.0, 3.0]
    assert table.index.tz_localize("UTC").tz_convert("America/New_York")[0].hour == 19
    assert table.rolling(2)["n"].mean().iloc[1] == 1.5


def test_csv_json_html_and_pickle():
    table = frame()
    assert pandas.read_csv(io.StringIO(table.to_csv(index=False)), parse_dates=["day"]).equals(table)
    assert pandas.read_json(io.StringIO(table.to_json(orient="records")))["city"].tolist() == ["a", "b", "a", "c"]
    table.to_pickle("/tmp/table")
    assert pandas.read_pickle("/tmp/table").equals(table)
    table.to_csv("/tmp/table.csv.gz", index=False)
    assert len(pandas.read_csv("/tmp/table.csv.gz")) == 4


def test_html_tables():
    table = frame().drop(columns="day")
    assert pandas.read_html(io.StringIO(table.to_html(index=False)))[0]["city"].tolist() == ["a", "b", "a", "c"]


def test_sql():
    base = sqlite3.connect(":memory:")
    frame().to_sql("t", base, index=False)
    assert pandas.read_sql("select sum(n) as s from t", base)["s"].tolist() == [6.0]


def test_statistics_text_and_categories():
    table = frame()
    assert table["n"].describe()["mean"] == 2.0
    assert table["city"].str.upper().value_counts()["A"] == 2
    assert table["city"].astype("category").cat.codes.tolist() == [0, 1, 0, 2]
    assert table.query("n > 1")["city"].tolist() == ["b", "a"] and table.eval("n * 2").iloc[0] == 2
    assert "city" in repr(table)


def test_a_hundred_thousand_rows():
    table = pandas.DataFrame({"k": range(100_000)})
    table["g"] = table["k"] % 7
    assert table.groupby("g")["k"].count().sum() == 100_000
    assert table.sort_values("k", ascending=False)["k"].iloc[0] == 99_999
