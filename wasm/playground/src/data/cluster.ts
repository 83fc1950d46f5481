/** An hour of a small Kubernetes cluster, generated: the same samples at every load, and a few kilobytes of code. */
import { nativeHistograms } from "./cluster_histogram";
import type { Incoming } from "./sources";

/** The newest sample: 2026-11-23 08:12:00 UTC, beside the newest of the node sample. */
export const END_MS = 1_795_421_520_000;
export const STEP_MS = 30_000;
export const STEPS = 121;

/** Mulberry32: a small generator of numbers in [0, 1) with a seed. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Labels = Record<string, string>;
interface Line {
  metric: Labels;
  values: number[];
}

const steps = <T>(value: (step: number) => T) => Array.from({ length: STEPS }, (_, step) => value(step));
const constant = (value: number) => steps(() => value);

/** A gauge that wanders around a mean. */
function gauge(seed: number, mean: number, swing: number): number[] {
  const next = random(seed);
  let offset = 0;
  return steps(() => {
    offset = offset * 0.95 + (next() - 0.5) * swing;
    return Math.max(0, mean + offset);
  });
}

/** A counter that grows by about `perSecond`, and begins again at the steps in `resets`. */
function counter(seed: number, perSecond: number, resets: readonly number[] = []): number[] {
  const next = random(seed);
  let total = perSecond * 3600 * next();
  return steps((step) => {
    total = resets.includes(step) ? 0 : total + ((perSecond * STEP_MS) / 1000) * (0.5 + next());
    return Math.round(total * 1000) / 1000;
  });
}

const NODES = ["node-a", "node-b", "node-c"];

interface Pod {
  namespace: string;
  pod: string;
  node: string;
  owner: string;
  container: string;
  cpu: number;
  memory: number;
  restarts: readonly number[];
}

const WORKLOADS: readonly [string, string, number, number, number][] = [
  ["shop", "cart", 3, 0.4, 180e6],
  ["shop", "checkout", 2, 0.7, 260e6],
  ["shop", "search", 2, 1.1, 620e6],
  ["monitoring", "prometheus", 1, 0.9, 1900e6],
  ["monitoring", "grafana", 1, 0.1, 210e6],
  ["kube-system", "coredns", 2, 0.05, 40e6],
  ["kube-system", "metrics-server", 1, 0.03, 35e6],
];

const PODS: readonly Pod[] = WORKLOADS.flatMap(([namespace, owner, replicas, cpu, memory]) =>
  Array.from({ length: replicas }, (_, index) => ({
    namespace,
    owner,
    pod: `${owner}-${(owner.length * 7919 + index * 104_729).toString(36)}`,
    node: NODES[(owner.length + index) % NODES.length] ?? "node-a",
    container: owner,
    cpu,
    memory,
    restarts: owner === "checkout" && index === 0 ? [40, 85] : [],
  })),
);

const kube = { job: "kube-state-metrics", instance: "kube-state-metrics:8080" };

function podLines(pod: Pod, seed: number): Line[] {
  const { namespace, pod: name, node, owner, container } = pod;
  const id = { namespace, pod: name };
  const kubelet = { ...id, container, node, job: "kubelet", instance: `${node}:10250` };
  const pending =
    owner === "checkout" ? (step: number) => pod.restarts.some((at) => step >= at && step < at + 3) : () => false;
  return [
    {
      metric: {
        __name__: "kube_pod_info",
        ...kube,
        ...id,
        node,
        created_by_kind: "ReplicaSet",
        created_by_name: owner,
      },
      values: constant(1),
    },
    {
      metric: { __name__: "kube_pod_status_phase", ...kube, ...id, phase: "Running" },
      values: steps((s) => Number(!pending(s))),
    },
    {
      metric: { __name__: "kube_pod_status_phase", ...kube, ...id, phase: "Pending" },
      values: steps((s) => Number(pending(s))),
    },
    {
      metric: { __name__: "kube_pod_container_status_restarts_total", ...kube, ...id, container },
      values: steps((s) => pod.restarts.filter((at) => at <= s).length),
    },
    {
      metric: {
        __name__: "kube_pod_container_resource_requests",
        ...kube,
        ...id,
        container,
        node,
        resource: "cpu",
        unit: "core",
      },
      values: constant(pod.cpu),
    },
    {
      metric: {
        __name__: "kube_pod_container_resource_requests",
        ...kube,
        ...id,
        container,
        node,
        resource: "memory",
        unit: "byte",
      },
      values: constant(pod.memory),
    },
    {
      metric: { __name__: "container_cpu_usage_seconds_total", ...kubelet },
      values: counter(seed, pod.cpu * 0.6, pod.restarts),
    },
    {
      metric: { __name__: "container_memory_working_set_bytes", ...kubelet },
      values: gauge(seed + 1, pod.memory * 0.8, pod.memory * 0.1).map(Math.round),
    },
  ];
}

function nodeLines(node: string, index: number): Line[] {
  const labels = { ...kube, node };
  return [
    {
      metric: { __name__: "kube_node_info", ...labels, kubelet_version: index === 2 ? "v1.34.2" : "v1.35.0" },
      values: constant(1),
    },
    {
      metric: { __name__: "kube_node_status_allocatable", ...labels, resource: "cpu", unit: "core" },
      values: constant(4),
    },
    {
      metric: { __name__: "kube_node_status_allocatable", ...labels, resource: "memory", unit: "byte" },
      values: constant(8 * 2 ** 30),
    },
    {
      metric: { __name__: "up", job: "kubelet", instance: `${node}:10250` },
      values: steps((s) => Number(index !== 1 || s < 60 || s > 64)),
    },
  ];
}

function deploymentLines(): Line[] {
  return WORKLOADS.flatMap(([namespace, deployment, replicas]) => {
    const labels = { ...kube, namespace, deployment };
    const missing = (step: number) =>
      Number(deployment === "checkout" && ((step >= 40 && step < 43) || (step >= 85 && step < 88)));
    return [
      { metric: { __name__: "kube_deployment_spec_replicas", ...labels }, values: constant(replicas) },
      {
        metric: { __name__: "kube_deployment_status_replicas_available", ...labels },
        values: steps((s) => replicas - missing(s)),
      },
    ];
  });
}

function apiserverLines(): Line[] {
  const rows: [string, string, string, number][] = [
    ["GET", "pods", "200", 18],
    ["LIST", "pods", "200", 4],
    ["WATCH", "pods", "200", 2],
    ["PATCH", "deployments", "200", 0.8],
    ["PATCH", "deployments", "409", 0.05],
    ["GET", "configmaps", "200", 6],
    ["GET", "configmaps", "404", 0.3],
  ];
  return rows.map(([verb, resource, code, rate], index) => ({
    metric: { __name__: "apiserver_request_total", job: "apiserver", instance: "10.0.0.1:6443", verb, resource, code },
    values: counter(900 + index, rate).map(Math.round),
  }));
}

const METADATA: readonly [string, string, string][] = [
  ["kube_pod_info", "gauge", "Information about pods; the value is 1."],
  ["kube_pod_status_phase", "gauge", "Whether the pod is in this phase."],
  ["kube_pod_container_status_restarts_total", "counter", "How often the container was restarted."],
  ["kube_pod_container_resource_requests", "gauge", "What the container has requested of a resource."],
  ["container_cpu_usage_seconds_total", "counter", "Seconds of CPU time that the container has used."],
  ["container_memory_working_set_bytes", "gauge", "The working set of the container in bytes."],
  ["kube_node_info", "gauge", "Information about nodes; the value is 1."],
  ["kube_node_status_allocatable", "gauge", "What of a resource pods can have on the node."],
  ["kube_deployment_spec_replicas", "gauge", "How many pods the deployment should have."],
  ["kube_deployment_status_replicas_available", "gauge", "How many pods of the deployment are available."],
  ["apiserver_request_total", "counter", "Requests that the API server has answered."],
  ["apiserver_request_duration_seconds", "histogram", "How long requests to the API server took."],
  ["up", "gauge", "Whether the target was scraped."],
];

/** The files of the sample: help and types, and the samples as JSON lines. */
export function clusterSample(): Incoming[] {
  const timestamps = steps((step) => END_MS - (STEPS - 1 - step) * STEP_MS);
  const floats = [
    ...PODS.flatMap((pod, index) => podLines(pod, 10 + index * 10)),
    ...NODES.flatMap(nodeLines),
    ...deploymentLines(),
    ...apiserverLines(),
  ];
  const lines = [...floats.map((line) => JSON.stringify({ ...line, timestamps })), ...nativeHistograms(timestamps)];
  const metadata = METADATA.map(([name, type, help]) => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`).join("");
  const encode = (content: string) => new TextEncoder().encode(content);
  return [
    { name: "cluster.prom", kind: "sample", bytes: encode(metadata) },
    { name: "cluster.jsonl", kind: "sample", bytes: encode(`${lines.join("\n")}\n`) },
  ];
}
