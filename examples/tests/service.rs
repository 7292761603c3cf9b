//! The server of chapter 9: started, asked with curl, killed, started again: nothing is lost.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a failing test says where")]

use std::{
    env,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};
use sklad::prelude::{CommandId, Moment};

#[expect(dead_code, reason = "the test has its own main")]
#[path = "../09_service.rs"]
mod service;

const FILE: &str = "SKLAD_TEST_SERVICE";

/// What the child process does: it serves until it is killed.
#[test]
fn serve_when_asked() {
    let Some(file) = env::var_os(FILE) else { return };
    let options = service::Options { file: file.into(), listen: "127.0.0.1:0".to_owned() };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(service::serve(options)).unwrap();
}

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(file: &Path) -> Self {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "serve_when_asked", "--nocapture"])
            .env(FILE, file)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let address = lines
            .into_iter()
            .find_map(|line| line.split_once("listens at ").map(|(_, address)| address.to_owned()));
        Self { child, address: address.unwrap() }
    }

    /// Asks with curl, and returns the status and what came.
    fn ask(&self, arguments: &[&str], path: &str) -> (u16, Value) {
        let output = Command::new("curl")
            .args(["--silent", "--show-error", "--max-time", "30", "--write-out", "\n%{http_code}"])
            .args(arguments)
            .arg(format!("{}{path}", self.address))
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let (body, status) = text.rsplit_once('\n').unwrap();
        let body = serde_json::from_str(body).unwrap_or_else(|_| Value::String(body.to_owned()));
        (status.parse().unwrap(), body)
    }

    fn post(&self, key: &str, body: &Value, path: &str) -> (u16, Value) {
        let (key, body) = (format!("idempotency-key: {key}"), body.to_string());
        let json = "content-type: application/json";
        self.ask(&["--header", &key, "--header", json, "--data", &body], path)
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn order(number: &str, lamps: &str) -> Value {
    json!({
        "channel": "site", "number": number,
        "terms": { "currency": "EUR", "basis": "gross", "rounding": "half_away_from_zero", "vat_rounding": "per_line" },
        "buyer": { "person": 7, "words": { "name": "Ana", "email": "ana@example.com" } },
        "lines": [{ "sku": "LAMP", "quantity": lamps, "price": { "amount": "24.90", "currency": "EUR" }, "vat": [] }],
    })
}

fn now() -> Moment {
    let since = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
    Moment::from_unix_micros(i64::try_from(since.as_micros()).unwrap()).unwrap()
}

#[test]
fn a_killed_server_starts_again_and_has_lost_nothing() {
    if Command::new("curl").arg("--version").output().is_err() {
        println!("skipped: the server of chapter 9: curl is not on this machine");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.sklad");
    let key = |number| CommandId::counted(now(), number).to_string();
    let (placing, confirming) = (key(1), key(2));

    let server = Server::start(&file);
    let (status, placed) = server.post(&placing, &order("1001", "3"), "/orders");
    assert_eq!((status, &placed["order"]), (201, &json!(0)), "{placed}");
    let (status, again) = server.post(&placing, &order("1001", "3"), "/orders");
    assert_eq!((status, again), (201, placed.clone()), "the same wish is done once");
    let (status, other) = server.post(&placing, &order("1002", "1"), "/orders");
    assert_eq!(status, 422, "another wish needs a key of its own: {other}");
    assert_eq!(server.post(&confirming, &json!({}), "/orders/0/confirm").0, 200);
    server.kill();

    let server = Server::start(&file);
    let (_, again) = server.post(&placing, &order("1001", "3"), "/orders");
    assert_eq!(again, placed, "its answer outlives the server");
    let (status, seen) = server.ask(&[], "/orders/site/1001");
    assert_eq!((status, &seen["state"]["standing"]), (200, &json!("confirmed")), "{seen}");
    assert_eq!(server.post(&key(3), &json!({}), "/orders/0/close").0, 200);
    assert_eq!(server.post(&key(4), &json!({}), "/orders/0/send").0, 200);
    let (status, refused) = server.post(&key(5), &json!({}), "/orders/9/close");
    assert_eq!(status, 409);
    assert!(
        refused["reasons"][0].as_str().unwrap().starts_with("cannot find order#9"),
        "{refused}"
    );
    assert_eq!(server.post("no key", &json!({}), "/orders/0/send").0, 400);
    assert_eq!(server.ask(&[], "/stock/CHAIR").0, 404);
    server.kill();

    let server = Server::start(&file);
    let (_, stock) = server.ask(&[], "/stock/LAMP");
    assert_eq!(
        (&stock[0]["on_hand"], &stock[0]["available"]),
        (&json!("7"), &json!("7")),
        "{stock}"
    );
    server.kill();
}
