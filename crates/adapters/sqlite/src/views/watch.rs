//! Waiting for the tables to reflect a position.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::Duration,
};

use sklad_store::Position;

/// How far the tables are, for any thread of this program.
///
/// ```
/// use std::time::Duration;
/// use sklad_sqlite::views::Tables;
/// use sklad_store::Position;
///
/// # let folder = tempfile::tempdir()?;
/// let tables = Tables::open(&folder.path().join("shop.views.sqlite"))?;
/// let watch = tables.watch();
/// assert_eq!(watch.reached(), Position::EMPTY);
/// assert!(!watch.wait(Position::new(1), Duration::from_millis(1)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Watch(Arc<(Mutex<Position>, Condvar)>);

impl Watch {
    pub(crate) fn at(position: Position) -> Self {
        Self(Arc::new((Mutex::new(position), Condvar::new())))
    }

    /// Returns up to where the tables reflect the log; the log's head less this is how far they lag.
    #[must_use]
    pub fn reached(&self) -> Position {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the tables reflect a position, at most so long; tells whether they do.
    #[must_use]
    pub fn wait(&self, position: Position, at_most: Duration) -> bool {
        let (reached, changed) = &*self.0;
        let reached = reached.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = changed.wait_timeout_while(reached, at_most, |reached| *reached < position);
        *waited.unwrap_or_else(PoisonError::into_inner).0 >= position
    }

    pub(crate) fn reach(&self, position: Position) {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner) = position;
        self.0.1.notify_all();
    }
}
