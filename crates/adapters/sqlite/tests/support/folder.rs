//! Folders for the files of a test.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A folder that goes with its owner.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    next: AtomicU64,
}

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("sklad-sqlite-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self { path, next: AtomicU64::new(0) }
    }

    /// Returns the path of a log that is not there yet, in a folder of its own.
    pub(crate) fn next(&self) -> PathBuf {
        let folder = self.path.join(self.next.fetch_add(1, Ordering::Relaxed).to_string());
        fs::create_dir_all(&folder).unwrap();
        folder.join("shop.sklad")
    }

    #[allow(dead_code, reason = "not every test looks at it")]
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _kept = fs::remove_dir_all(&self.path);
    }
}
