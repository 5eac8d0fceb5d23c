"""Seeds a company that keeps wallets, in this process, without a server. Again changes nothing but adds the periods of a new year.

seed.py CONFIGURATION DATABASE CURRENCY PASSWORD_FILE RESULT
"""
import datetime
import json
import os
import sys
from decimal import Decimal

from proteus import Model
from proteus import config as proteus_config
from trytond.config import config as server_config

configuration, database, code, password_file, result = sys.argv[1:]
DIGITS = {'BHD': 3, 'KWD': 3, 'OMR': 3, 'AED': 2, 'EUR': 2, 'QAR': 2, 'SAR': 2, 'USD': 2}

server_config.update_etc(configuration)
uri = server_config.get('database', 'uri').rstrip('/') + '/' + database
session = proteus_config.set_trytond(uri, user='admin', config_file=configuration)
os.environ.setdefault('DB_NAME', ':memory:')  # the tools are made for tests, and ask for it

from trytond.modules.account.tests.tools import create_chart, create_fiscalyear, get_accounts  # noqa: E402
from trytond.modules.account_deposit.tests.tools import add_deposit_accounts  # noqa: E402
from trytond.modules.account_invoice.tests.tools import set_fiscalyear_invoice_sequences  # noqa: E402
from trytond.modules.company.tests.tools import create_company, get_company  # noqa: E402


def first(model, *domain):
    return next(iter(Model.get(model).find(list(domain), limit=1)), None)


def save(model, **values):
    record = Model.get(model)()
    for name, value in values.items():
        setattr(record, name, value)
    record.save()
    return record


def currency():
    found = first('currency.currency', ('code', '=', code))
    if found:
        return found
    digits = DIGITS[code]
    made = save('currency.currency', name=code, symbol=code, code=code, digits=digits,
                rounding=Decimal(1).scaleb(-digits))
    save('currency.currency.rate', date=datetime.date(2000, 1, 1), rate=Decimal(1), currency=made)
    return made


def account(number, name, like, **values):
    return first('account.account', ('code', '=', number)) or save(
        'account.account', code=number, name=name, type=like.type, company=company, parent=like.parent, **values)


if not first('company.company'):
    create_company(party=save('party.party', name='Sample Utilities'), currency=currency())
company = get_company()
session._context = Model.get('res.user').get_preferences(True, {})
if not first('account.account'):
    create_chart(company)
this_year = datetime.date.today().year
for year in (this_year - 1, this_year, this_year + 1):
    if not first('account.fiscalyear', ('name', '=', str(year))):
        fiscal_year = set_fiscalyear_invoice_sequences(create_fiscalyear(company, datetime.date(year, 6, 1)))
        fiscal_year.click('create_period')

# The codes are those of mappings/tables/erp-accounts.csv.
accounts = get_accounts(company)
if not first('account.account', ('code', '=', '2301')):
    liability = add_deposit_accounts(accounts, company)['deposit']
    liability.code = '2301'
    liability.name = 'Wallet liability'
    liability.party_required = True
    liability.save()
for kind, number in (('receivable', '1201'), ('revenue', '4001')):
    if not accounts[kind].code:
        accounts[kind].code = number
        accounts[kind].save()
account('1101', 'Clearing of Stripe', accounts['cash'], reconcile=True)
account('1102', 'Clearing of the bank', accounts['cash'], reconcile=True)
for code, name in (('1111', 'Clearing of refunds'), ('1112', 'Clearing of adjustments'), ('1113', 'Clearing of merged wallets'),
                   ('1114', 'Clearing of rescued payments')):
    account(code, name, accounts['cash'], reconcile=True)
account('4101', 'Revenue of web shops', accounts['revenue'])
if not first('account.journal', ('code', '=', 'WALLET')):
    sequence = save('ir.sequence', name='Wallet movements', company=company, prefix='WALLET-',
                    sequence_type=first('ir.sequence.type', ('name', '=', 'Account Journal')))
    save('account.journal', name='Wallet movements', code='WALLET', type='general', sequence=sequence)

# Who books may not delete a draft; the hub deletes its own that was refused.
group = first('res.group', ('name', '=', 'Wallet Hub')) or save('res.group', name='Wallet Hub')
if not first('ir.model.access', ('group', '=', group.id)):
    access = Model.get('ir.model.access')(group=group, perm_read=True, perm_write=True, perm_create=True, perm_delete=True)
    access.model = first('ir.model', ('model', '=', 'account.move'))
    access.save()
user = first('res.user', ('login', '=', 'wallet-hub'))
if not user:
    user = Model.get('res.user')(login='wallet-hub', name='Wallet Hub')
    user.companies.append(Model.get('company.company')(company.id))
    user.company = Model.get('company.company')(company.id)
    user.groups.append(first('res.group', ('name', '=', 'Account')))
    with open(password_file) as file:
        user.password = file.read().strip()
    user.save()
if group not in user.groups:
    user.groups.append(group)
    user.save()

with open(result, 'w') as file:
    json.dump({'company': company.id, 'currency': company.currency.code}, file)
