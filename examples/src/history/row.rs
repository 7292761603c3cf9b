//! One row of a history: its fields, read into the words of the domain.

use std::collections::BTreeMap;

use sklad::base::{Channel, Currency, Moment, OrderNumber, PlaceCode, Price, Quantity, Sku};

use super::{Column, Columns, HistoryError, Neutral, WebLine, WebOrder, rows::Record};

/// What a row says.
pub(super) enum Row {
    /// A line of an order.
    Line(WebOrder),
    /// Something that happened to an order.
    Deed { at: Moment, deed: Deed },
    /// No order.
    NotOrder,
}

/// What happened to an order that was placed before.
pub(super) enum Deed {
    /// So much was taken back; nothing tells whose sale it was where the customer lacks.
    Cancel { customer: Option<String>, sku: Sku, quantity: Quantity },
    /// A line has that quantity from now on.
    Edit { order: OrderNumber, sku: Sku, to: Quantity },
    /// The order is false.
    False { order: OrderNumber },
}

/// Where a file has which column.
pub(super) struct Layout<'a> {
    columns: &'a Columns,
    places: Vec<(Column, Option<usize>)>,
    currency: Currency,
}

impl<'a> Layout<'a> {
    /// Finds the columns in the header; one that the mapping names must be there.
    pub(super) fn find(
        header: &Record,
        file: &str,
        columns: &'a Columns,
        currency: Currency,
    ) -> Result<Self, HistoryError> {
        let mut places = Vec::new();
        for column in Column::ALL {
            let name = columns.name(column);
            let place = place_of(header, file, name)?;
            let needed = column.neutral().is_none() || columns.given(column).is_some();
            if place.is_none() && needed {
                let remedy = format!("name it with --columns {}=…", column.key());
                return Err(no_column(header, file, name, remedy));
            }
            places.push((column, place));
        }
        Ok(Self { columns, places, currency })
    }

    /// Reads a row; the error says what is wrong with it and what to do.
    pub(super) fn read(&self, record: &Record) -> Result<Row, String> {
        let told = self.field(record, Column::Kind);
        let kind = told.map_or_else(|| self.kind_by_sign(record), Ok)?;
        match kind {
            "sale" | "service" => self.line(record, kind),
            "cancel" => self.cancel(record),
            "edit" => self.edit(record),
            "false" => {
                let deed = Deed::False { order: self.order(record)? };
                Ok(Row::Deed { at: self.time(record)?, deed })
            }
            "adjust" => Ok(Row::NotOrder),
            other => Err(format!(
                "kind {other:?} is not known; write sale, service, cancel, edit, false or adjust"
            )),
        }
    }

    /// Goes through the columns for which a neutral value stands in this row.
    pub(super) fn untold(&self, record: &Record) -> impl Iterator<Item = Column> {
        let untold =
            |column: &Column| column.neutral().is_some() && self.field(record, *column).is_none();
        Column::ALL.into_iter().filter(untold)
    }

    /// Returns what stood in for what the file does not tell, in the order of the columns.
    pub(super) fn defaults(&self, untold: &BTreeMap<Column, usize>) -> Vec<Neutral> {
        let neutral = |&(column, place): &(Column, Option<usize>)| {
            let lines = untold.get(&column).copied().unwrap_or(0);
            let (name, value) = (self.columns.name(column).to_owned(), column.neutral()?);
            let taken = Neutral { column, name, lacks: place.is_none(), value, lines };
            (taken.lacks || lines > 0).then_some(taken)
        };
        self.places.iter().filter_map(neutral).collect()
    }

    /// Reads a line of an order: an order of one line, which joins the others of its number later.
    fn line(&self, record: &Record, kind: &str) -> Result<Row, String> {
        let quantity = self.quantity(record)?;
        if !quantity.is_positive() {
            return Err(format!("quantity {quantity} of a {kind} is not above zero; {SIGNS}"));
        }
        let kept = kind == "sale";
        let line = WebLine { sku: self.sku(record)?, quantity, price: self.price(record)?, kept };
        let warehouse = self.field(record, Column::Warehouse).map(PlaceCode::parse);
        Ok(Row::Line(WebOrder {
            number: self.order(record)?,
            placed_at: self.time(record)?,
            customer: self.field(record, Column::Customer).map(str::to_owned),
            channel: Channel::parse(&self.text(record, Column::Channel)).map_err(in_row)?,
            payment: self.text(record, Column::Payment),
            delivery: self.text(record, Column::Delivery),
            warehouse: warehouse.transpose().map_err(in_row)?,
            lines: vec![line],
            false_known_at: None,
        }))
    }

    fn cancel(&self, record: &Record) -> Result<Row, String> {
        let quantity = self.quantity(record)?;
        if !quantity.is_negative() {
            return Err(format!("quantity {quantity} of a cancel is not below zero; {SIGNS}"));
        }
        let customer = self.field(record, Column::Customer).map(str::to_owned);
        let deed = Deed::Cancel { customer, sku: self.sku(record)?, quantity: quantity.negated() };
        Ok(Row::Deed { at: self.time(record)?, deed })
    }

    fn edit(&self, record: &Record) -> Result<Row, String> {
        let to = self.quantity(record)?;
        if to.is_negative() {
            return Err(format!(
                "quantity {to} of an edit is below zero; write the line's new quantity, 0 to drop the line"
            ));
        }
        let deed = Deed::Edit { order: self.order(record)?, sku: self.sku(record)?, to };
        Ok(Row::Deed { at: self.time(record)?, deed })
    }

    fn kind_by_sign(&self, record: &Record) -> Result<&'static str, String> {
        let quantity = self.quantity(record)?;
        if quantity.is_zero() {
            return Err(format!("quantity 0 is neither sale nor cancel; {SIGNS}"));
        }
        Ok(if quantity.is_negative() { "cancel" } else { "sale" })
    }

    fn order(&self, record: &Record) -> Result<OrderNumber, String> {
        OrderNumber::parse(self.needed(record, Column::Order)?).map_err(in_row)
    }

    fn time(&self, record: &Record) -> Result<Moment, String> {
        Moment::parse(self.needed(record, Column::Time)?).map_err(in_row)
    }

    fn sku(&self, record: &Record) -> Result<Sku, String> {
        Sku::parse(self.needed(record, Column::Sku)?).map_err(in_row)
    }

    fn quantity(&self, record: &Record) -> Result<Quantity, String> {
        Quantity::parse(self.needed(record, Column::Qty)?).map_err(in_row)
    }

    /// Reads the price: a file without prices sells at zero, a row without one is a mistake.
    fn price(&self, record: &Record) -> Result<Price, String> {
        let told = self.place(Column::Price).is_some();
        let text = if told { self.needed(record, Column::Price)? } else { "0" };
        let price = Price::parse(text, self.currency).map_err(in_row)?;
        if price.amount().is_sign_negative() && !price.amount().is_zero() {
            return Err(format!("price {price} is below zero; write what one unit costs"));
        }
        Ok(price)
    }

    /// Returns the field, or the neutral value that stands in for it.
    fn text(&self, record: &Record, column: Column) -> String {
        let told = self.field(record, column);
        told.or_else(|| column.neutral()).unwrap_or_default().to_owned()
    }

    fn needed<'r>(&self, record: &'r Record, column: Column) -> Result<&'r str, String> {
        self.field(record, column)
            .ok_or_else(|| format!("column {:?} is empty; fill it in", self.columns.name(column)))
    }

    fn field<'r>(&self, record: &'r Record, column: Column) -> Option<&'r str> {
        self.place(column).map(|at| record.field(at)).filter(|field| !field.is_empty())
    }

    fn place(&self, column: Column) -> Option<usize> {
        self.places.iter().find(|(placed, _)| *placed == column).and_then(|(_, place)| *place)
    }
}

/// Returns where the header has that name; two of one name are a mistake.
pub(super) fn place_of(
    header: &Record,
    file: &str,
    name: &str,
) -> Result<Option<usize>, HistoryError> {
    let mut places = header.iter().enumerate().filter(|(_, found)| *found == name);
    let place = places.next().map(|(at, _)| at);
    if places.next().is_some() {
        let (file, column) = (file.to_owned(), name.to_owned());
        return Err(HistoryError::ColumnTwice { file, column });
    }
    Ok(place)
}

pub(super) fn no_column(header: &Record, file: &str, name: &str, remedy: String) -> HistoryError {
    let found = header.iter().collect::<Vec<_>>().join(", ");
    HistoryError::NoColumn { file: file.to_owned(), column: name.to_owned(), found, remedy }
}

/// Returns what is wrong in the words of a row: file and line stand before it.
pub(super) fn in_row(wrong: impl ToString) -> String {
    let text = wrong.to_string();
    text.strip_prefix("cannot read ").map(str::to_owned).unwrap_or(text)
}

const SIGNS: &str = "write a sale above zero and a cancel below";
