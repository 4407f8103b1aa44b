#!/usr/bin/env python3
# /// watchbell
# description = "Asks web addresses whether they answer, and how fast. 检查网址能否访问。"
# script_type = "system_check"
# timeout = 120
#
# [parameters.urls]
# type = "array"
# items = { type = "string", pattern = "^https?://" }
# minItems = 1
# default = ["http://127.0.0.1:8787/api/health"]
# description = "Addresses to ask"
#
# [parameters.seconds]
# type = "number"
# exclusiveMinimum = 0
# maximum = 60
# default = 5
# description = "Longer than this is no answer"
# ///

import json
import os
import sys
import time
import urllib.error
import urllib.request

parameters = json.loads(os.environ.get("SCRIPT_PARAMETERS", "{}"))
urls, seconds = parameters["urls"], parameters["seconds"]


def ask(url):
    begin = time.monotonic()
    try:
        with urllib.request.urlopen(url, timeout=seconds) as answer:
            status, problem = answer.status, ""
    except urllib.error.HTTPError as error:
        status, problem = error.code, str(error)
    except (OSError, ValueError) as error:
        status, problem = None, str(error)
    return {"url": url, "status": status, "seconds": round(time.monotonic() - begin, 3), "problem": problem}


rows = []
for done, url in enumerate(urls):
    print(json.dumps({"progress": round(100 * done / len(urls)), "message": url}), flush=True)
    rows.append(ask(url))

failed = [row["url"] for row in rows if row["problem"]]
message = f"no answer from {', '.join(failed)}" if failed else f"{len(rows)} answered"
print(
    json.dumps(
        {"status": "error" if failed else "success", "message": message, "data": rows}, ensure_ascii=False
    )
)
sys.exit(1 if failed else 0)
