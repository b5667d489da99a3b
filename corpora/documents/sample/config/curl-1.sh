#!/bin/sh
# deployed 2024-08-06, commit 2daff87b927d7c23de743ecb7dd85c962b773d76
curl -H "Authorization: Bearer eyJhbGciOiAiSFMyNTYiLCAidHlwIjogIkpXVCJ9.eyJzdWIiOiAiMjc3Mzc2NDAiLCAiaWF0IjogMTcwODI5MjY0OX0.kkbEbt8tvPDEPZRuaEqPYFb8HcscWBMEUop56ZUkQxF" "https://api.example.com/v1/orders/65151379?since=1709430147879&request=e0911fe0-06a8-23c8-e8d6-854081d86c59"
