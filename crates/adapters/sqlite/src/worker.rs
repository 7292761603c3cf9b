//! A blocking thread with a connection of its own, asked from async code.

use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;
use sklad_store::Fault;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// Does one job after another; ends, and closes its connection, as it is dropped.
#[derive(Debug)]
pub(crate) struct Worker {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    pub(crate) fn start(name: &str, mut connection: Connection) -> std::io::Result<Self> {
        let (jobs, to_do) = mpsc::channel::<Job>();
        let work = move || to_do.iter().for_each(|job| job(&mut connection));
        let thread = thread::Builder::new().name(name.to_owned()).spawn(work)?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
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
