//! Runs a query on the threads of its pool while its future waits, so that the executor is not blocked.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use promenade_storage::Storage;

use crate::execute::Evaluation;
use crate::loads::Requests;
use crate::{CancelHandle, QueryOutput};

/// Computes the value of a query on its threads, and loads the samples that they request.
///
/// # Panics
/// Panics if the computation does.
pub(crate) async fn compute(evaluation: Evaluation, storage: &dyn Storage, requests: Requests) -> QueryOutput {
    let mut abandoned = CancelOnDrop(Some(evaluation.cancel_handle()));
    let output = start(evaluation);
    let output = match select(output, Box::pin(requests.serve(storage))).await {
        Either::Left((output, _)) => output,
        Either::Right(((), output)) => output.await,
    };
    abandoned.0 = None;
    match output {
        Ok(Ok(output)) => output,
        Ok(Err(panic)) => resume_unwind(panic),
        // The pool drops a job only when the process exits.
        Err(oneshot::Canceled) => QueryOutput::failed(crate::ExecError::Canceled),
    }
}

fn start(evaluation: Evaluation) -> oneshot::Receiver<std::thread::Result<QueryOutput>> {
    let (done, output) = oneshot::channel();
    let threads = evaluation.threads();
    let job = move || {
        let result = catch_unwind(AssertUnwindSafe(|| evaluation.compute()));
        // The receiver is gone if the future was dropped.
        drop(done.send(result));
    };
    threads.spawn(job);
    output
}

/// Cancels the computation when the query's future is dropped.
struct CancelOnDrop(Option<CancelHandle>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        if let Some(cancel) = &self.0 {
            cancel.cancel();
        }
    }
}
