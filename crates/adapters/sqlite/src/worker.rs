//! A blocking thread with a connection, asked from async code; who may block works on the connection itself.

use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;
use sklad_store::Fault;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// Does one job after another; ends, and closes its connection, as it is dropped.
#[derive(Debug)]
pub(crate) struct Worker {
    connection: Arc<Mutex<Connection>>,
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    pub(crate) fn start(name: &str, connection: Connection) -> std::io::Result<Self> {
        let (jobs, to_do) = mpsc::channel::<Job>();
        let connection = Arc::new(Mutex::new(connection));
        let its = Arc::clone(&connection);
        let work = move || to_do.iter().for_each(|job| with(&its, job));
        let thread = thread::Builder::new().name(name.to_owned()).spawn(work)?;
        Ok(Self { connection, jobs: Some(jobs), thread: Some(thread) })
    }

    /// Does a job on the calling thread, between two jobs of its own: for a thread that may block, two hops less.
    pub(crate) fn run_here<T>(&self, job: impl FnOnce(&mut Connection) -> T) -> T {
        with(&self.connection, job)
    }

    /// Sends a job, and waits for its answer without blocking. Who no longer waits does not stop the job.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Connection) -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            // Nobody waits for the answer any more: the work is done all the same.
            let _unheard = answer.send(job(connection));
        });
        let sent = self.jobs.as_ref().is_some_and(|jobs| jobs.send(job).is_ok());
        if !sent {
            return Err(ended());
        }
        answered.await.map_err(|_| ended())
    }
}

/// Works on a connection. A job that panicked before has left it without a transaction.
fn with<T>(connection: &Mutex<Connection>, job: impl FnOnce(&mut Connection) -> T) -> T {
    job(&mut connection.lock().unwrap_or_else(PoisonError::into_inner))
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.jobs = None;
        let is_other = |thread: &JoinHandle<()>| thread.thread().id() != thread::current().id();
        if let Some(thread) = self.thread.take().filter(is_other) {
            // A thread that panicked has said so; its connection is closed either way.
            let _ended = thread.join();
        }
    }
}

fn ended() -> Fault {
    Fault::lasting("cannot ask the log: its thread has ended; open the log again")
}
