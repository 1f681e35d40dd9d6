"""tryton_load.py - puts master data into a Tryton, and says what it put.

usage: tryton_load.py URL [company | change] >EXPECTED

Loads items, BOMs, routings, suppliers and work centers by JSON-RPC, then
prints the records that are to come out of it, as canonical lines in byte
order.  With `change` it alters a few of them and prints those that are new,
with `company` it only makes the company.
TRYTON_USER and TRYTON_PASSWORD say who logs in.
"""

import base64
import json
import os
import sys
import urllib.request

PARTS, ASSEMBLIES, SUPPLIERS = 700, 60, 12
HEADERS = {"Content-Type": "application/json"}
CONTEXT = {"company": 1}


def call(method, *params):
    body = json.dumps({"id": 1, "method": method, "params": params}).encode()
    request = urllib.request.Request(sys.argv[1], body, HEADERS)
    answer = json.load(urllib.request.urlopen(request))
    if "error" in answer:
        sys.exit(f"{method}: {json.dumps(answer['error'])[:300]}")
    return answer["result"]


def login():
    user = os.environ["TRYTON_USER"]
    uid, key = call("common.db.login", user,
                    {"password": os.environ["TRYTON_PASSWORD"]}, "en")
    session = base64.b64encode(f"{user}:{uid}:{key}".encode()).decode()
    HEADERS["Authorization"] = f"Session {session}"


def create(model, values, context=CONTEXT):
    made = []
    for at in range(0, len(values), 100):
        made += call(f"model.{model}.create", values[at:at + 100], context)
    return made


def decimal(text):
    return {"__class__": "Decimal", "decimal": text}


def ids(model, field):
    rows = call(f"model.{model}.search_read", [], 0, None, None, [field],
                {"active_test": False, "company": 1})
    return {row[field]: row["id"] for row in rows}


def line(record_type, **members):
    return json.dumps({"type": record_type, **members}, ensure_ascii=False,
                      separators=(",", ":"))


def products(unit):
    values, lines = [], []
    for n in range(PARTS + ASSEMBLIES):
        made = n >= PARTS
        code = f"A-{n - PARTS:03d}" if made else f"{n:05d}"
        symbol, uom = [("u", "EA"), ("kg", "KGM"), ("m", "MTR")][
            0 if made else n % 3]
        name = f"Teil \"{n}\" ä/ø" if n % 50 == 0 else f"Part {n}"
        bought = not made or n % 7 == 0
        value = {"name": name, "code": code, "type": "goods",
                 "default_uom": unit[symbol], "producible": made,
                 "purchasable": bought, "list_price": decimal("1.25"),
                 "products": [["create", [{
                     "suffix_code": "", "description": f"of {n}"
                     if n % 4 == 0 else None}]]]}
        if bought:
            value["purchase_uom"] = unit[symbol]
        values.append(value)
        members = {"item": code, "name": name}
        if n % 4 == 0:
            members["description"] = f"of {n}"
        members.update(uom=uom, kind="assembly" if made else "part",
                       make_buy="both" if made and bought
                       else "make" if made else "buy",
                       lifecycle="released")
        lines.append(line("item", **members))
    create("product.template", values)
    return lines


def bom_key(parent, alternative):
    return {"parent": parent, "parent_revision": "", "plant": "",
            "usage": "", "alternative": alternative}


def boms(unit, product):
    values, keys, lines = [], [], []
    for n in range(ASSEMBLIES):
        parent = f"A-{n:03d}"
        for alternative in ["", "20"] if n % 10 == 3 else [""]:
            name = f"{parent}#{alternative or 10}"
            inputs = []
            key = bom_key(parent, alternative)
            for k in range(3 + n % 5):
                code = f"{(n * 11 + k * 37) % PARTS:05d}"
                symbol, uom, quantity = [
                    ("u", "EA", 4 + k), ("kg", "KGM", 2.25),
                    ("m", "MTR", 0.5)][int(code) % 3]
                inputs.append({"product": product[code],
                               "uom": unit[symbol], "quantity": quantity})
                lines.append(line(
                    "bom_line", **key, find_number="", component=code,
                    occurrence="", quantity=quantity, uom=uom,
                    line_kind="stock"))
            values.append({"name": name, "inputs": [["create", inputs]],
                           "outputs": [["create", [{
                               "product": product[parent],
                               "uom": unit["u"], "quantity": 1 + n % 2}]]]})
            keys.append((parent, alternative))
            lines.append(line("bom", **key, base_quantity=1 + n % 2,
                              uom="EA", attrs={"bom": name}))
    return create("production.bom", values), keys, lines


def routings(product, made, keys):
    steps = create("production.routing.operation",
                   [{"name": name} for name in ("Saw", "Weld", "Paint")])
    routing = create("production.routing", [{
        "name": "Welded", "boms": [["add", made]],
        "steps": [["create", [{"operation": step, "sequence": (k + 1) * 10}
                              for k, step in enumerate(steps)]]]}])[0]
    links, lines = [], []
    for bom, (parent, alternative) in zip(made, keys):
        link = {"product": product[parent], "bom": bom,
                "sequence": int(alternative or 10)}
        if int(parent[2:]) % 2 == 0:
            link["routing"] = routing
            key = {"item": parent, "revision": "", "plant": "",
                   "alternative": alternative}
            lines.append(line("routing", **key, attrs={
                "routing": "Welded"}))
            for k, name in enumerate(("Saw", "Weld", "Paint")):
                lines.append(line("operation", **key,
                                  operation=str((k + 1) * 10),
                                  description=name))
        links.append(link)
    create("product.product-production.bom", links)
    return lines


def suppliers(template):
    party = create("party.party", [{"name": f"Supplier {n}",
                                    "code": f"S{n}"}
                                   for n in range(SUPPLIERS)])
    euro = ids("currency.currency", "code")["EUR"]
    values, lines = [], []
    for n in range(0, PARTS, 2):
        code, who = f"{n:05d}", n // 2 % SUPPLIERS
        value = {"template": template[code], "party": party[who],
                 "code": f"X/{n}", "currency": euro,
                 "lead_time": {"__class__": "timedelta",
                               "seconds": 86400 * 10}}
        key = {"item": code, "plant": "", "supplier": f"S{who}",
               "supplier_item": f"X/{n}"}
        if n % 3 == 0:
            value["prices"] = [["create", [
                {"quantity": 1, "unit_price": decimal("0.2100")},
                {"quantity": 100, "unit_price": decimal("0.19")}]]]
            for least, price in (("1", 0.21), ("100", 0.19)):
                lines.append(line("approved_supplier", **key,
                                  minimum_quantity=least, price=price,
                                  currency="EUR", lead_time_days=10))
        else:
            lines.append(line("approved_supplier", **key,
                              minimum_quantity="", currency="EUR",
                              lead_time_days=10))
        values.append(value)
    create("purchase.product_supplier", values)
    return lines + [line("supplier", supplier=f"S{n}", name=f"Supplier {n}")
                    for n in range(SUPPLIERS)]


def centers():
    warehouse = ids("stock.location", "code")["WH"]
    create("production.work.center", [
        {"name": "Saw 1", "company": 1, "warehouse": warehouse,
         "cost_price": decimal("45.50"), "cost_method": "hour"},
        {"name": "Oven", "company": 1, "warehouse": warehouse}])
    return [line("work_center", plant="", work_center="Saw 1", name="Saw 1",
                 cost_rate=45.5, currency="EUR"),
            line("work_center", plant="", work_center="Oven", name="Oven")]


def company():
    """A database that was just made has none, and no currency."""
    if call("model.company.company.search", [], 0, None, None, {}):
        return
    euro, _ = create("currency.currency", [{
        "name": name, "symbol": symbol, "code": code,
        "rounding": decimal("0.01"), "digits": 2} for name, symbol, code in [
            ("Euro", "\u20ac", "EUR"), ("US Dollar", "$", "USD")]], {})
    party = create("party.party", [{"name": "Plant One"}], {})[0]
    made = create("company.company", [{"party": party, "currency": euro}],
                  {})
    user = call("model.res.user.search",
                [["login", "=", os.environ["TRYTON_USER"]]], 0, None, None,
                {})
    call("model.res.user.write", user, {
        "companies": [["add", made]], "company": made[0]}, {})


def load():
    company()
    unit = ids("product.uom", "symbol")
    lines = products(unit)
    product = ids("product.product", "code")
    made, keys, more = boms(unit, product)
    lines += more + routings(product, made, keys)
    lines += suppliers(ids("product.template", "code"))
    return lines + centers()


def change():
    product = ids("product.product", "code")
    call("model.product.product.write", [product["00001"]],
         {"description": "changed"}, CONTEXT)
    return [line("item", item="00001", name="Part 1", description="changed",
                 uom="KGM", kind="part", make_buy="buy",
                 lifecycle="released")]


login()
RECORDS = {"company": company, "change": change, "load": load}[
    (sys.argv[2:] or ["load"])[0]]() or []
sys.stdout.reconfigure(encoding="utf-8")
for record in sorted(RECORDS, key=lambda text: text.encode()):
    print(record)
