//! A shop in a file, in three lines.

use std::path::Path;

use sklad_flow::Shop;
use sklad_party::Secret;
use sklad_sqlite::{SqliteKeys, SqliteLog};
use sklad_store::{Keeper, Setup};

/// Opens a shop on a SQLite file, and makes the file where there is none; the keys of persons stand in a file of their
/// own beside it, with `.keys` behind its name. That file holds the shop's secret as well, which its customers are found
/// by (F4): whoever says who they are gets a card, or a question waits for a person. Back it up apart.
///
/// It waits until the state is restored. For other choices - the clock, the window of command ids, what to do about
/// another writer - open a [`SqliteLog`] with a [`Keeper`] and a [`Setup`] yourself, as this function does.
///
/// ```
/// use sklad::prelude::*;
///
/// # let folder = std::env::temp_dir().join(format!("sklad-open-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// # let path = folder.join("shop.sklad");
/// let shop = sklad::open(&path, "web shop")?;
/// let now = shop.now();
/// let add = Command::AddItem { sku: Sku::parse("LAMP")?, kept: true };
/// let add = Envelope::new(CommandId::counted(now, 1), Actor::System("site".into()), now, add);
/// shop.send(add)?.wait()?; // or `.await` it: the file has it for good
/// # drop(shop);
///
/// let shop = sklad::open(&path, "web shop")?;
/// let items = shop.ask(|shop| shop.catalogue().items().count())?.wait()?;
/// assert_eq!(items, 1);
/// # drop(shop);
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`OpenError`]: it is not such a file, is newer than this version, is locked or damaged, belongs to another shop, or
/// the clock is behind it. Opening never makes a file worse.
pub fn open(path: impl AsRef<Path>, shop: &str) -> Result<Keeper<Shop>, OpenError> {
    let path = path.as_ref();
    let mut keys = path.as_os_str().to_owned();
    keys.push(".keys");
    let (log, keys) = (SqliteLog::open(path)?, SqliteKeys::open(keys)?);
    let machine = Shop::new().with_secret(secret(&keys)?);
    Ok(Keeper::open(log, keys, Setup::new(shop, machine, ())).wait()?)
}

fn secret(keys: &SqliteKeys) -> Result<Secret, sklad_store::OpenError> {
    let key = keys.own()?;
    let half = key.bytes().iter().take(16);
    Ok(Secret::new(half.fold(0, |bits, byte| bits << 8 | u128::from(*byte))))
}

/// Why a shop was not opened; its files were not changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The file is not what it should be, or cannot be opened.
    #[error(transparent)]
    File(#[from] sklad_sqlite::OpenError),
    /// What the file holds cannot be read.
    #[error(transparent)]
    Log(#[from] sklad_store::OpenError),
}
