//! Addresses of the server, links to it, and parts of addresses of targets.

use std::net::IpAddr;
use std::rc::Rc;

use promenade_go::url::{path, query_escape};

use super::{Called, Exec, NIL_POINTER, Value, message, text_of};
use crate::functions::CallError;

pub(crate) fn external_url(exec: &mut Exec<'_, '_>, _: &[Value]) -> Called {
    server_url(exec).map(Value::Text)
}

pub(crate) fn path_prefix(exec: &mut Exec<'_, '_>, _: &[Value]) -> Called {
    Ok(Value::text(&path(&server_url(exec)?)))
}

fn server_url(exec: &Exec<'_, '_>) -> Result<Rc<str>, CallError> {
    exec.data.server_url.clone().ok_or_else(|| message(NIL_POINTER))
}

pub(crate) fn graph_link(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    Ok(link(text_of(arguments, 0), 0))
}

pub(crate) fn table_link(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    Ok(link(text_of(arguments, 0), 1))
}

fn link(expr: &str, tab: u8) -> Value {
    Value::text(&format!("/graph?g0.expr={}&g0.tab={tab}", query_escape(expr)))
}

pub(crate) fn strip_port(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    let address = text_of(arguments, 0);
    Ok(Value::text(split_host_port(address).map_or(address, |(host, _)| host)))
}

pub(crate) fn strip_domain(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    let address = text_of(arguments, 0);
    let (host, port) = split_host_port(address).unwrap_or((address, ""));
    if is_ip_address(host) {
        return Ok(Value::text(address));
    }
    let host = host.split('.').next().unwrap_or_default();
    Ok(Value::text(&match port {
        "" => host.to_owned(),
        _ if host.contains([':', '%']) => format!("[{host}]:{port}"),
        _ => format!("{host}:{port}"),
    }))
}

/// An IP address, one of version 6 perhaps with a zone.
fn is_ip_address(host: &str) -> bool {
    match host.split_once('%') {
        Some((address, zone)) => !zone.is_empty() && matches!(address.parse(), Ok(IpAddr::V6(_))),
        None => host.parse::<IpAddr>().is_ok(),
    }
}

/// Host and port as Go's `net.SplitHostPort` cuts them; `None` if it refuses the address.
fn split_host_port(address: &str) -> Option<(&str, &str)> {
    let colon = address.rfind(':')?;
    let (host, before, after) = if let Some(bracketed) = address.strip_prefix('[') {
        let end = bracketed.find(']')?;
        (end + 2 == colon).then_some(())?;
        (&bracketed[..end], bracketed, &bracketed[end + 1..])
    } else {
        let host = &address[..colon];
        (!host.contains(':')).then_some(())?;
        (host, address, address)
    };
    // Brackets stand at the ends of an address of version 6 alone.
    let is_clean = !before.contains('[') && !after.contains(']');
    is_clean.then(|| (host, &address[colon + 1..]))
}
