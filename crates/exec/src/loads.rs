//! Loads samples during the computation: the computing thread requests and waits, the query's future loads.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::StreamExt;
use promenade_storage::{SelectHints, Series, Storage, StorageError};

use crate::{ExecError, QueryContext};

/// The loaded series.
type Loaded = Result<Vec<Arc<dyn Series>>, StorageError>;

/// How often a waiting thread checks whether the query has ended.
const CHECK_INTERVAL: Duration = Duration::from_millis(20);

/// The channel on which computing threads request samples. Clones use the same query.
#[derive(Clone)]
pub(crate) struct Loads(UnboundedSender<Request>);

/// A request to the query's future.
pub(crate) struct Requests(UnboundedReceiver<Request>);

struct Request {
    series: Vec<Arc<dyn Series>>,
    hints: Arc<SelectHints>,
    reply: SyncSender<Loaded>,
}

/// Both ends of the channel.
pub(crate) fn channel() -> (Loads, Requests) {
    let (sender, receiver) = unbounded();
    (Loads(sender), Requests(receiver))
}

impl Loads {
    /// Loads series, and blocks this thread until they are loaded.
    ///
    /// # Errors
    /// Returns an error if the store fails or the query ends.
    pub(crate) fn load(
        &self,
        series: Vec<Arc<dyn Series>>,
        hints: &Arc<SelectHints>,
        ctx: &QueryContext,
    ) -> Result<Vec<Arc<dyn Series>>, ExecError> {
        let asked = series.len();
        let (reply, loaded) = sync_channel(1);
        let request = Request { series, hints: Arc::clone(hints), reply };
        self.0.unbounded_send(request).map_err(|_| ExecError::Canceled)?;
        loop {
            ctx.check()?;
            match loaded.recv_timeout(CHECK_INTERVAL) {
                Ok(loaded) => return checked(loaded?, asked),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(ExecError::Canceled),
            }
        }
    }
}

impl Requests {
    /// Serves requests until all senders are dropped.
    pub(crate) async fn serve(&mut self, storage: &dyn Storage) {
        let load = |request: Request| async move {
            let Request { series, hints, reply } = request;
            // The receiver is gone if the query has ended.
            drop(reply.send(storage.load(&series, &hints).await));
        };
        (&mut self.0).for_each_concurrent(None, load).await;
    }
}

/// The loaded series; checks that there are as many as requested.
pub(crate) fn checked(loaded: Vec<Arc<dyn Series>>, asked: usize) -> Result<Vec<Arc<dyn Series>>, ExecError> {
    match loaded.len() {
        n if n == asked => Ok(loaded),
        n => Err(StorageError::SeriesCount { asked, loaded: n }.into()),
    }
}

/// Bytes that series take once they are loaded, as the store counts them.
pub(crate) fn n_bytes(series: &[Arc<dyn Series>]) -> usize {
    series.iter().fold(0, |sum, one| sum.saturating_add(one.n_bytes()))
}
