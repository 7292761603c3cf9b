//! A host: many shops, of which so many are open as are needed.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use crate::{Crew, Keeper, Keys, Log, Machine, OpenError, Setup};

/// Keeps many shops, each on a log of its own: a shop is opened when it is asked for, and closed when it was idle for
/// long or another one needs its place.
///
/// How a shop is opened is the caller's: a closure gives log, keys and setup for a name. A shop that somebody holds is in
/// use and stays open. No shop is ever open twice: who asks for one that is being closed waits, and it is opened again.
///
/// ```
/// use std::{collections::HashMap, sync::Mutex, time::Instant};
///
/// use sklad_stock::{Ledger, Policy};
/// use sklad_store::{Host, MemoryKeys, MemoryLog, OpenError, Setup};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let logs = Mutex::new(HashMap::<String, (MemoryLog, MemoryKeys)>::new());
/// let host = Host::new(2, move |shop: &str| {
///     let mut logs = logs.lock().unwrap();
///     let (log, keys) = logs.entry(shop.to_owned()).or_default().clone();
///     Ok::<_, OpenError>((log, keys, Setup::new(shop, Ledger::new(), Policy::default())))
/// });
/// let bakery = host.shop("bakery")?;
/// assert_eq!(bakery.ask(|ledger| ledger.next_item().number())?.wait()?, 0);
/// host.shop("florist")?;
/// host.shop("grocer")?;
/// assert_eq!(host.open_shops().join(" "), "bakery grocer", "nobody held the florist");
///
/// drop(bakery);
/// assert_eq!(host.close_idle(Instant::now()), 2);
/// # Ok(())
/// # }
/// ```
pub struct Host<M: Machine, E = OpenError> {
    limit: usize,
    open: Box<Opener<M, E>>,
    shops: Mutex<Shops<M>>,
}

type Opener<M, E> = dyn Fn(&str) -> Result<Keeper<M>, E> + Send + Sync;

/// The shops that are open, and those that are being opened or closed.
struct Shops<M: Machine> {
    places: BTreeMap<Arc<str>, Place<M>>,
    /// So often a shop was asked for.
    asked: u64,
}

struct Place<M: Machine> {
    /// Whoever holds this besides the map is opening the shop, closing it, or waits for that.
    door: Arc<Door<M>>,
    /// When it was last asked for: the number of the question, and the time.
    used: (u64, Instant),
}

type Door<M> = Mutex<Option<Arc<Keeper<M>>>>;

impl<M: Machine, E: From<OpenError>> Host<M, E> {
    /// Returns a host of no shop yet that keeps at most so many open at a time (at least one), and opens them so.
    pub fn new<L: Log, K: Keys>(
        limit: usize,
        open: impl Fn(&str) -> Result<(L, K, Setup<M>), E> + Send + Sync + 'static,
    ) -> Self {
        Self::opened_by(limit, move |shop| {
            let (log, keys, setup) = open(shop)?;
            Ok(Keeper::open(log, keys, setup).wait()?)
        })
    }

    /// Returns a host whose shops share the threads of a crew, else as [`new`](Self::new) does: many quiet shops may be open
    /// so. A shop is not asked for on a thread of the crew, where it would wait for itself.
    pub fn on<L: Log, K: Keys>(
        crew: Crew,
        limit: usize,
        open: impl Fn(&str) -> Result<(L, K, Setup<M>), E> + Send + Sync + 'static,
    ) -> Self {
        Self::opened_by(limit, move |shop| {
            let (log, keys, setup) = open(shop)?;
            Ok(Keeper::open_on(&crew, log, keys, setup).wait()?)
        })
    }

    fn opened_by(
        limit: usize,
        open: impl Fn(&str) -> Result<Keeper<M>, E> + Send + Sync + 'static,
    ) -> Self {
        let shops = Mutex::new(Shops { places: BTreeMap::new(), asked: 0 });
        Self { limit: limit.max(1), open: Box::new(open), shops }
    }

    /// Returns the keeper of a shop, which is in use until it is dropped. Where the shop is not open this waits until it
    /// is, and until the one that was not asked for the longest has closed, where all places are taken: in a task, call
    /// it where blocking is allowed.
    ///
    /// # Errors
    /// [`NoShop::TooMany`] when all places are taken by shops in use, [`NoShop::NotOpened`] with what the closure or the
    /// keeper says.
    pub fn shop(&self, shop: &str) -> Result<Arc<Keeper<M>>, NoShop<E>> {
        loop {
            if let Some(door) = self.enter(shop) {
                return self.through(shop, &door).map_err(NoShop::NotOpened);
            }
            if !self.close_one() {
                return Err(NoShop::TooMany { shop: shop.to_owned(), limit: self.limit });
            }
        }
    }

    /// Closes the shops that nobody holds and that were last asked for before that time; returns how many.
    pub fn close_idle(&self, before: Instant) -> usize {
        let idle = |place: &Place<M>| place.used.1 < before && place.is_idle();
        let idle: Vec<_> = {
            let shops = self.shops();
            let all = shops.places.iter().filter(|(_, place)| idle(place));
            all.map(|(shop, place)| (Arc::clone(shop), Arc::clone(&place.door))).collect()
        };
        idle.into_iter().filter(|(shop, door)| self.close(shop, door)).count()
    }

    /// Returns which shops are open, or just being opened or closed, by name.
    #[must_use]
    pub fn open_shops(&self) -> Vec<Arc<str>> {
        self.shops().places.keys().cloned().collect()
    }

    /// Returns the door of a shop, a new one where there is a place for it.
    fn enter(&self, shop: &str) -> Option<Arc<Door<M>>> {
        let mut shops = self.shops();
        shops.asked += 1;
        let (used, is_full) = ((shops.asked, Instant::now()), shops.places.len() >= self.limit);
        if let Some(place) = shops.places.get_mut(shop) {
            place.used = used;
            return Some(Arc::clone(&place.door));
        }
        if is_full {
            return None;
        }
        let door = Arc::default();
        shops.places.insert(shop.into(), Place { door: Arc::clone(&door), used });
        Some(door)
    }

    /// Goes through a door, and opens the shop where it is shut; a place where nothing opened is given up.
    fn through(&self, shop: &str, door: &Arc<Door<M>>) -> Result<Arc<Keeper<M>>, E> {
        let mut inside = locked(door);
        if let Some(keeper) = &*inside {
            return Ok(Arc::clone(keeper));
        }
        match (self.open)(shop) {
            Ok(keeper) => Ok(Arc::clone(inside.insert(Arc::new(keeper)))),
            Err(error) => {
                drop(inside);
                self.give_up(shop, door);
                Err(error)
            }
        }
    }

    /// Closes the shop that was not asked for the longest, of those that nobody holds; returns whether there was one.
    fn close_one(&self) -> bool {
        let found = {
            let shops = self.shops();
            let idle = shops.places.iter().filter(|(_, place)| place.is_idle());
            let longest = idle.min_by_key(|(_, place)| place.used);
            longest.map(|(shop, place)| (Arc::clone(shop), Arc::clone(&place.door)))
        };
        let Some((shop, door)) = found else { return false };
        // Somebody may have come first: then another one is looked for.
        self.close(&shop, &door);
        true
    }

    /// Closes a shop, unless somebody holds it by now; who asks for it meanwhile waits at the door.
    fn close(&self, shop: &str, door: &Arc<Door<M>>) -> bool {
        let mut inside = locked(door);
        let keeper = inside.take_if(|keeper| Arc::strong_count(keeper) == 1);
        let was_open = keeper.is_some();
        // It ends in front of the locked door: the log is let go before the shop can be opened again.
        drop(keeper);
        drop(inside);
        self.give_up(shop, door);
        was_open
    }

    /// Gives up the place of a shop that is not open, unless somebody waits at its door.
    fn give_up(&self, shop: &str, door: &Arc<Door<M>>) {
        let mut shops = self.shops();
        let here = shops.places.get(shop).is_some_and(|place| Arc::ptr_eq(&place.door, door));
        // One is the map's, one this call's; others come only under the lock of the map.
        if here && Arc::strong_count(door) == 2 && locked(door).is_none() {
            shops.places.remove(shop);
        }
    }

    fn shops(&self) -> MutexGuard<'_, Shops<M>> {
        locked(&self.shops)
    }
}

impl<M: Machine> Place<M> {
    /// Tells whether nobody holds the shop, opens it or closes it.
    fn is_idle(&self) -> bool {
        let is_held = |keeper: &Arc<Keeper<M>>| Arc::strong_count(keeper) > 1;
        let inside = self.door.try_lock();
        Arc::strong_count(&self.door) == 1
            && inside.is_ok_and(|inside| !inside.as_ref().is_some_and(is_held))
    }
}

impl<M: Machine, E> fmt::Debug for Host<M, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Host of {} open shops of at most {}",
            locked(&self.shops).places.len(),
            self.limit
        )
    }
}

/// Why a host has no keeper of a shop.
///
/// ```
/// use sklad_store::{NoShop, OpenError};
///
/// let full = NoShop::<OpenError>::TooMany { shop: "grocer".to_owned(), limit: 2 };
/// assert_eq!(
///     full.to_string(),
///     "cannot open grocer: 2 shops are open and in use, more are not allowed; let one go, or raise the limit"
/// );
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NoShop<E> {
    /// All places are taken by shops that somebody holds.
    #[error(
        "cannot open {shop}: {limit} shops are open and in use, more are not allowed; let one go, or raise the limit"
    )]
    TooMany {
        /// Which shop.
        shop: String,
        /// So many may be open at a time.
        limit: usize,
    },
    /// It was not opened.
    #[error(transparent)]
    NotOpened(E),
}

/// What a panic left behind is a map or a place of whole values: nothing in here is changed in two steps.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
