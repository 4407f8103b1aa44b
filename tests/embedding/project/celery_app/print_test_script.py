#!/usr/bin/env python3
"""打印测试脚本 - 方案1版本"""

import json
import os
import sys
import time
from datetime import datetime


def get_script_parameters():
    """从环境变量获取脚本参数"""
    try:
        return json.loads(os.environ.get("SCRIPT_PARAMETERS", "{}"))
    except json.JSONDecodeError:
        return {}


def main():
    """主要业务逻辑"""
    try:
        parameters = get_script_parameters()
        greeting = parameters.get("greeting", "你好！")
        seconds = parameters.get("seconds", 0.0)
        print(json.dumps({"progress": 50, "message": greeting}, ensure_ascii=False), flush=True)
        time.sleep(seconds)
        output = {
            "status": "success",
            "message": f"print_test脚本执行成功！{greeting}",
            "data": {"greeting": greeting, "page_context": os.environ.get("PAGE_CONTEXT", "unknown")},
            "metadata": {
                "script_name": os.environ.get("SCRIPT_NAME", "unknown"),
                "execution_time": datetime.now().isoformat(),
            },
        }
        print(json.dumps(output, ensure_ascii=False, indent=2))
    except Exception as error:
        print(json.dumps({"status": "error", "message": str(error)}, ensure_ascii=False))
        sys.exit(1)


if __name__ == "__main__":
    main()
