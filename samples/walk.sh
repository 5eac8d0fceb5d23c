HUB=http://127.0.0.1:8080; ERP=http://127.0.0.1:8101; STRIPE=http://127.0.0.1:8103; SMS=http://127.0.0.1:8104
API=$HUB/api/customer/v1; JSON='Content-Type: application/json'; field() { sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/"; }

# Log in: a code by SMS, which the stand-in's inbox shows
PHONE='{"mobile":"+96550000001","language":"en","deviceNonce":"walk-on-this-machine-0001"}'
CHALLENGE=$(curl -s "$API/auth/otp" -H "$JSON" -d "$PHONE" | field challengeId)
until CODE=$(curl -s "$SMS/inbox?key=$CHALLENGE" | grep -o '"text":"[^"]*' | grep -o '[0-9]\{6\}'); do sleep 0.2; done
TOKENS=$(curl -s "$API/auth/otp/$CHALLENGE/verify" -H "$JSON" -d "{\"code\":\"$CODE\",\"deviceNonce\":\"walk-on-this-machine-0001\"}")
ME="Authorization: Bearer $(field accessToken <<< "$TOKENS")"

# Recharge: a hosted checkout, paid at the gateway, credited by its signed callback, posted in the ERP
MADE=$(curl -s "$API/recharges" -H "$ME" -H "$JSON" -H "Idempotency-Key: walk-$(date +%s)-$RANDOM" \
  -d '{"amount":{"amount":"12.500","currency":"KWD"},"method":"card","returnUrl":"https://portal.example/done"}'); echo "$MADE"
curl -s "$STRIPE/__switch/pay" -d "{\"reference\":\"$(field reference <<< "$MADE")\"}"; echo
sleep 1; curl -s "$API/wallet" -H "$ME"; echo
curl -s "$ERP/__switch/entries?customer=CRM-1001"; echo
