//! A small server that embeds a shop on SQLite: orders are placed, looked at, confirmed, closed and sent; stock by item.
//!
//! Every wish carries an `Idempotency-Key`, a UUID of version 7: sent again, it gets its first answer and is done once.
//! Kill the server at any moment: what it answered stands in its file.
//!
//! `cargo run --example 09_service`, then `curl localhost:8080/stock/LAMP`.
#![expect(clippy::print_stdout, reason = "a program talks to a person")]
#![expect(clippy::wildcard_enum_match_arm, reason = "what is no fault of the sender is ours")]

use std::{error::Error, path::PathBuf, sync::Arc};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use clap::Parser;
use serde_json::{Value, json};
use sklad::{
    flow::Event,
    prelude::*,
    store::{Done, Keeper, NotDone},
};
use tokio::net::TcpListener;

/// Where the shop stands and where it listens.
#[derive(Debug, Parser)]
pub(crate) struct Options {
    /// The shop's file; made, with a little stock, where there is none.
    #[arg(long, default_value = "target/shop.sklad")]
    pub(crate) file: PathBuf,
    /// The address to listen at.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub(crate) listen: String,
}

type Shared = State<Arc<Keeper<Shop>>>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    serve(Options::parse()).await
}

/// Opens the shop and answers until the program ends.
pub(crate) async fn serve(options: Options) -> Result<(), Box<dyn Error>> {
    let shop = Arc::new(sklad::open(&options.file, "09_service")?);
    open_for_business(&shop).await?;
    let listener = TcpListener::bind(&options.listen).await?;
    println!("the shop of {} listens at http://{}", options.file.display(), listener.local_addr()?);
    let router = Router::new()
        .route("/orders", post(place))
        .route("/orders/{channel}/{number}", get(look))
        .route("/orders/{order}/confirm", post(confirm))
        .route("/orders/{order}/close", post(close))
        .route("/orders/{order}/send", post(send))
        .route("/stock/{sku}", get(stock))
        .with_state(shop);
    Ok(axum::serve(listener, router).await?)
}

/// A draft in the wire form of `sklad::order` becomes an order; the same number twice is refused.
async fn place(shop: Shared, headers: HeaderMap, Json(draft): Json<Draft>) -> Answer {
    let done = run(&shop, &headers, Command::Place(draft)).await?;
    let number = |event: &Event| {
        if let Event::Placed { order, .. } = event { Some(order.number()) } else { None }
    };
    let placed = done.events().iter().find_map(number);
    Ok((StatusCode::CREATED, Json(json!({ "order": placed, "record": done.record().number() }))))
}

async fn confirm(shop: Shared, headers: HeaderMap, Path(order): Path<u32>) -> Answer {
    step(&shop, &headers, Command::Confirm(OrderId::new(order))).await
}

async fn close(shop: Shared, headers: HeaderMap, Path(order): Path<u32>) -> Answer {
    step(&shop, &headers, Command::CloseBill(OrderId::new(order))).await
}

async fn send(shop: Shared, headers: HeaderMap, Path(order): Path<u32>) -> Answer {
    let sent = Command::Send { order: OrderId::new(order), share: Share::All };
    step(&shop, &headers, sent).await
}

async fn look(shop: Shared, Path((channel, number)): Path<(Channel, OrderNumber)>) -> Answer {
    let answer = shop.ask(move |shop| {
        let case = shop.find(&channel, &number)?;
        let (order, state, papers) = (case.id().number(), case.order(), case.papers());
        Some(json!({ "order": order, "state": state, "papers": papers }))
    })?;
    let found = answer.await?.ok_or_else(|| Problem::absent("order"))?;
    Ok((StatusCode::OK, Json(found)))
}

async fn stock(shop: Shared, Path(sku): Path<Sku>) -> Answer {
    let answer = shop.ask(move |shop| {
        let item = shop.catalogue().item_id(&sku)?;
        let places = shop.catalogue().places().map(|(place, code)| {
            let cell = shop.ledger().cell(place, item);
            let (on_hand, reserved) = (cell.on_hand().to_string(), cell.reserved().to_string());
            let (available, pending) = (cell.available().to_string(), cell.pending().to_string());
            json!({ "place": code.as_str(), "on_hand": on_hand, "reserved": reserved,
                    "available": available, "pending": pending })
        });
        Some(places.collect::<Value>())
    })?;
    let found = answer.await?.ok_or_else(|| Problem::absent("item"))?;
    Ok((StatusCode::OK, Json(found)))
}

async fn step(shop: &Keeper<Shop>, headers: &HeaderMap, command: Command) -> Answer {
    let done = run(shop, headers, command).await?;
    let answer = json!({ "record": done.record().number(), "is_repeated": done.is_repeated });
    Ok((StatusCode::OK, Json(answer)))
}

async fn run(
    shop: &Keeper<Shop>,
    headers: &HeaderMap,
    command: Command,
) -> Result<Done<Event>, Problem> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let id = CommandId::parse(text("idempotency-key").unwrap_or_default());
    let id = id.map_err(|why| Problem(StatusCode::BAD_REQUEST, vec![why.to_string()]))?;
    let user = text("x-user").map(|user| Actor::Person(user.into()));
    let who = user.unwrap_or_else(|| Actor::System("http".into()));
    Ok(shop.send(Envelope::new(id, who, shop.now(), command))?.await?)
}

/// A new file gets a warehouse and ten lamps; one that has them refuses them, and that is as well.
async fn open_for_business(shop: &Keeper<Shop>) -> Result<(), Box<dyn Error>> {
    let (outlet, place, sku) =
        (OutletCode::parse("WEB")?, PlaceCode::parse("MAIN")?, Sku::parse("LAMP")?);
    if shop.ask(|shop| shop.catalogue().items().next().is_some())?.await? {
        return Ok(());
    }
    let portions = vec![Portion { sku: sku.clone(), quantity: Quantity::units(10) }];
    let commands = [
        Command::OpenOutlet(outlet.clone()),
        Command::OpenPlace { place: place.clone(), outlet },
        Command::AddItem { sku, kept: true },
        Command::Receive { place, portions },
    ];
    let now = shop.now();
    let envelopes = commands.into_iter().zip(1..).map(|(command, number)| {
        Envelope::new(
            CommandId::counted(now, number),
            Actor::System("opening".into()),
            now,
            command,
        )
    });
    for done in shop.send_all(envelopes.collect())?.await? {
        done?;
    }
    Ok(())
}

type Answer = Result<(StatusCode, Json<Value>), Problem>;

/// Why there is no answer: the status and the reasons.
struct Problem(StatusCode, Vec<String>);

impl Problem {
    fn absent(what: &str) -> Self {
        let why = format!("cannot find the {what}: the shop has none of that name; look it up");
        Self(StatusCode::NOT_FOUND, vec![why])
    }
}

impl From<NotDone<Refusal>> for Problem {
    fn from(not: NotDone<Refusal>) -> Self {
        if let NotDone::Refused(reasons) = not {
            let reasons = reasons.iter().map(ToString::to_string).collect();
            return Self(StatusCode::CONFLICT, reasons);
        }
        let status = match &not {
            NotDone::Id(_) => StatusCode::UNPROCESSABLE_ENTITY,
            NotDone::QueueFull { .. } => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self(status, vec![not.to_string()])
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "reasons": self.1 }))).into_response()
    }
}
