#!/bin/sh
# deployed 2026-06-10, commit 541e7e585ccffca6fdf42fbcdee827e6791627bb
curl -H "Authorization: Bearer eyJhbGciOiAiSFMyNTYiLCAidHlwIjogIkpXVCJ9.eyJzdWIiOiAiMDAwMjQ2NzAiLCAiaWF0IjogMTcwODg3NjkxOH0.oYdYA8hbCjTDaNnkabvvrABDR3VSiJoeEtj3w73VLZx" "https://api.example.com/v1/orders/09888073?since=1793452646156&request=675d6a38-31e0-538e-75d2-7ee8d850571d"
