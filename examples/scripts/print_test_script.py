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
    try:
        parameters = get_script_parameters()
        greeting = parameters.get("greeting", "你好！")  # 问候语
        author = parameters.get("author", "阿青")  # 名字
        output = {
            "status": "success",
            "message": f"print_test脚本执行成功！{greeting}我叫{author}",
            "timestamp": time.time(),
            "data": {
                "greeting": greeting,
                "author": author,
                "task_type": "print_test",
                "page_context": os.environ.get("PAGE_CONTEXT", "unknown"),
            },
            "metadata": {
                "script_name": os.environ.get("SCRIPT_NAME", "unknown"),
                "execution_time": datetime.now().isoformat(),
                "version": "2.0.0",
                "method": "subprocess_execution",
            },
        }
        print(json.dumps(output, ensure_ascii=False, indent=2))
    except Exception as e:
        print(
            json.dumps(
                {"status": "error", "message": str(e), "error_type": type(e).__name__}, ensure_ascii=False
            )
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
