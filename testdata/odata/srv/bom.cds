// A small service as SAP's CAP serves it: items, and BOMs with their lines.
namespace bom;

entity Products {
  key Material    : String(60);
      Description : String(200);
      Unit        : String(10);
      Lifecycle   : String(20);
      NetWeight   : Decimal(15, 6);
      Active      : Boolean default true;
      @odata.etag
      @cds.on.insert: $now  @cds.on.update: $now
      modifiedAt  : Timestamp;
}

entity BillsOfMaterial {
  key Material : String(60);
  key Revision : String(20);
  key Plant    : String(10);
  key Usage    : String(10);
  key Variant  : String(10);
      BaseQuantity : Decimal(15, 6);
      Unit     : String(10);
      Items    : Composition of many {
        key Position   : String(20);
        key Component  : String(60);
        key Occurrence : String(20);
            Quantity   : Decimal(15, 6);
            Unit       : String(10);
            Designators : String(2000);
            ValidFrom  : Date;
            ValidTo    : Date;
      };
      @odata.etag
      @cds.on.insert: $now  @cds.on.update: $now
      modifiedAt : Timestamp;
}

@path: '/odata/v4/bom'
service BomService {
  entity Products        as projection on bom.Products;
  entity BillsOfMaterial as projection on bom.BillsOfMaterial;
}
