"""Posts one entry by JSON-RPC as the hub's user and reads it back; the password is in TRYTON_PASSWORD.

check.py URL
"""
import base64
import datetime
import json
import os
import sys
import urllib.request
import uuid

url = sys.argv[1]
headers = {'Content-Type': 'application/json'}


def call(method, *params):
    body = json.dumps({'id': 1, 'method': method, 'params': params}).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=10) as answer:
            document = json.load(answer)
    except OSError as failure:
        sys.exit('%s: %s' % (method, failure))
    if 'error' in document:
        sys.exit('%s: %s' % (method, document['error']))
    return document['result']


def one(model, domain, fields):
    found = call('model.%s.search_read' % model, domain, 0, 2, None, fields, context)
    if len(found) != 1:
        sys.exit('%s %s: %d found' % (model, domain, len(found)))
    return found[0]


def decimal(text):
    return {'__class__': 'Decimal', 'decimal': text}


def date(day):
    return {'__class__': 'date', 'year': day.year, 'month': day.month, 'day': day.day}


user, key = call('common.db.login', 'wallet-hub', {'password': os.environ['TRYTON_PASSWORD']})
headers['Authorization'] = 'Session ' + base64.b64encode(('wallet-hub:%d:%s' % (user, key)).encode()).decode()
context = {'language': 'en'}
context['company'] = call('model.res.user.get_preferences', True, context)['company']
today = datetime.date.today()
reference = 'check-%s' % uuid.uuid4()
party, = call('model.party.party.create', [{'name': 'Check', 'code': reference}], context)
clearing = one('account.account', [['code', '=', '1101']], ['code'])['id']
liability = one('account.account', [['code', '=', '2301']], ['code'])['id']
journal = one('account.journal', [['code', '=', 'WALLET']], ['code'])['id']
period = one('account.period', [['start_date', '<=', date(today)], ['end_date', '>=', date(today)],
                                ['type', '=', 'standard'], ['state', '=', 'open']], ['name'])['id']
lines = [{'account': clearing, 'debit': decimal('1.00'), 'credit': decimal('0')},
         {'account': liability, 'debit': decimal('0'), 'credit': decimal('1.00'), 'party': party}]
move, = call('model.account.move.create', [{
    'company': context['company'], 'journal': journal, 'period': period, 'date': date(today),
    'description': reference, 'lines': [['create', lines]]}], context)
call('model.account.move.post', [move], context)
posted = one('account.move', [['description', '=', reference]], ['number', 'state'])
deposit = one('party.party', [['id', '=', party]], ['deposit'])['deposit']['decimal']
if posted['state'] != 'posted' or deposit not in ('1', '1.0', '1.00', '1.000'):
    sys.exit('wrong: %s, deposit %s' % (posted, deposit))
print('%s posted, deposit %s' % (posted['number'], deposit))
