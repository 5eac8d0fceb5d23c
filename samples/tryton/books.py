"""Books by JSON-RPC what an accountant would, as the hub's user, whose password is in TRYTON_PASSWORD.

books.py URL check                       posts one entry for a customer of its own and reads it back
books.py URL book CUSTOMER AMOUNT TEXT   posts a correction: what the customer's wallet gains, or loses when it is negative
books.py URL invoice CUSTOMER AMOUNT TEXT   issues an invoice, due today
books.py URL deposit CUSTOMER            prints what the customer's wallet has by posted entries
"""
import base64
import datetime
import json
import os
import sys
import urllib.request
import uuid
from decimal import Decimal

url, verb, *arguments = sys.argv[1:]
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


def one(model, domain, fields, more={}):
    found = call('model.%s.search_read' % model, domain, 0, 2, None, fields, {**context, **more})
    if len(found) != 1:
        sys.exit('%s %s: %d found' % (model, domain, len(found)))
    return found[0]


def date(day):
    return {'__class__': 'date', 'year': day.year, 'month': day.month, 'day': day.day}


def account(code):
    return one('account.account', [['code', '=', code]], ['code'])['id']


def line(code, debit, credit, **values):
    sides = {side: {'__class__': 'Decimal', 'decimal': str(max(amount, Decimal(0)))}
             for side, amount in (('debit', debit), ('credit', credit))}
    return {'account': account(code), **sides, **values}


def book(code, amount, text):
    today = datetime.date.today()
    journal = one('account.journal', [['code', '=', 'WALLET']], ['code'])['id']
    period = one('account.period', [['start_date', '<=', date(today)], ['end_date', '>=', date(today)],
                                    ['type', '=', 'standard'], ['state', '=', 'open']], ['name'])['id']
    party = one('party.party', [['code', '=', code]], ['code'])['id']
    move, = call('model.account.move.create', [{
        'company': context['company'], 'journal': journal, 'period': period, 'date': date(today), 'description': text,
        'lines': [['create', [line('1101', amount, -amount), line('2301', -amount, amount, party=party)]]]}], context)
    call('model.account.move.post', [move], context)
    return one('account.move', [['id', '=', move], ['state', '=', 'posted']], ['number'])['number']


def invoice(code, amount, text):
    today = date(datetime.date.today())
    party = one('party.party', [['code', '=', code]], ['account_receivable', 'addresses', 'customer_payment_term'])
    receivable = party['account_receivable'] or account('1201')
    address, = party['addresses'][:1] or call('model.party.address.create', [{'party': party['id']}], context)
    company, = call('model.company.company.read', [context['company']], ['currency'], context)
    made, = call('model.account.invoice.create', [{
        'company': company['id'], 'type': 'out', 'party': party['id'], 'invoice_address': address, 'account': receivable,
        'currency': company['currency'], 'journal': one('account.journal', [['type', '=', 'revenue']], ['code'])['id'],
        'payment_term': party['customer_payment_term'], 'invoice_date': today, 'description': text,
        'lines': [['create', [{
            'type': 'line', 'company': company['id'], 'currency': company['currency'], 'account': account('4001'), 'description': text,
            'quantity': 1, 'unit_price': {'__class__': 'Decimal', 'decimal': str(amount)}}]]]}], context)
    call('model.account.invoice.post', [made], context)
    return one('account.invoice', [['id', '=', made], ['state', '=', 'posted']], ['number'])['number']


def deposit(code):
    return Decimal(one('party.party', [['code', '=', code]], ['deposit'], {'posted': True})['deposit']['decimal'])


user, key = call('common.db.login', 'wallet-hub', {'password': os.environ['TRYTON_PASSWORD']})
headers['Authorization'] = 'Session ' + base64.b64encode(('wallet-hub:%d:%s' % (user, key)).encode()).decode()
context = {'language': 'en'}
context['company'] = call('model.res.user.get_preferences', True, context)['company']
if verb == 'check':
    reference = 'check-%s' % uuid.uuid4()
    call('model.party.party.create', [{'name': 'Check', 'code': reference}], context)
    number = book(reference, Decimal('1.00'), reference)
    if deposit(reference) != 1:
        sys.exit('wrong: %s, deposit %s' % (number, deposit(reference)))
    print('%s posted, deposit %s' % (number, deposit(reference)))
elif verb == 'book':
    customer, amount, text = arguments
    print(book(customer, Decimal(amount), text))
elif verb == 'invoice':
    customer, amount, text = arguments
    print(invoice(customer, Decimal(amount), text))
elif verb == 'deposit':
    print(deposit(*arguments))
else:
    sys.exit(__doc__)
