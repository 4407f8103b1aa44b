#!/usr/bin/env python3
"""Sums up the numbers of a CSV file, column by column. 汇总 CSV 文件。"""

import argparse
import csv
import json
import os

parser = argparse.ArgumentParser()
parser.add_argument("--file", default="sales.csv", help="The file; relative to the folder of this script")
parser.add_argument("--group-by", default="", help="A column: sums for each of its values")
parser.add_argument("--encoding", choices=["utf-8", "gb18030"], default="utf-8", help="Of the file")
arguments = parser.parse_args()


def number(text):
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


sums = {}
count = 0
size = os.path.getsize(arguments.file) or 1
with open(arguments.file, encoding=arguments.encoding, newline="") as file:
    read = 0
    for row in csv.DictReader(file):
        count += 1
        group = sums.setdefault(row.get(arguments.group_by) or "all", {})
        for column, text in row.items():
            if (value := number(text)) is not None:
                group[column] = round(group.get(column, 0) + value, 6)
        read += sum(len(text or "") for text in row.values())
        if count % 10_000 == 0:
            print(json.dumps({"progress": min(99, round(100 * read / size)), "message": f"{count} rows"}))

message = f"{count} rows"
print(
    json.dumps(
        {"status": "success", "message": message, "data": {"rows": count, "sums": sums}}, ensure_ascii=False
    )
)
