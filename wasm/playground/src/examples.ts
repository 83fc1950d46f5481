/** Queries that teach: each says what to look at, and which sample it is about. */
import type { Tab } from "./state/panel";

export interface Example {
  title: string;
  /** What the query shows, in one or two sentences. */
  text: string;
  query: string;
  sample: "node" | "cluster";
  tab: Tab;
  tree?: boolean;
  stacked?: boolean;
}

export interface Lesson {
  title: string;
  examples: readonly Example[];
}

export const LESSONS: readonly Lesson[] = [
  {
    title: "Counters, rates and resets",
    examples: [
      {
        title: "A counter only grows",
        text: "The raw counter says little: look at how steep it is. When api-2 was restarted, it began again at 0.",
        query: "http_request_duration_seconds_count",
        sample: "node",
        tab: "graph",
      },
      {
        title: "Its growth per second",
        text: "rate() gives the growth per second over the window and adds up what was lost to the restart.",
        query: "sum by (instance) (rate(http_request_duration_seconds_count[2m]))",
        sample: "node",
        tab: "graph",
      },
      {
        title: "How often it was reset",
        text: "resets() counts how often a counter fell, here because the target was restarted.",
        query: "sum by (instance) (resets(http_request_duration_seconds_count[20m]))",
        sample: "node",
        tab: "table",
      },
      {
        title: "CPU time by mode, stacked",
        text: "The modes of all CPUs together always add up to the number of CPUs, which a stacked graph shows.",
        query: "sum by (mode) (rate(node_cpu_seconds_total[2m]))",
        sample: "node",
        tab: "graph",
        stacked: true,
      },
    ],
  },
  {
    title: "Histograms",
    examples: [
      {
        title: "A quantile of a classic histogram",
        text: "Sum the rates of the buckets first, and keep le: a quantile of quantiles means nothing.",
        query: "histogram_quantile(0.9, sum by (le, handler) (rate(http_request_duration_seconds_bucket[5m])))",
        sample: "node",
        tab: "graph",
      },
      {
        title: "Mean duration",
        text: "The rate of the sum by the rate of the count.",
        query:
          "sum by (handler) (rate(http_request_duration_seconds_sum[5m]))\n/\nsum by (handler) (rate(http_request_duration_seconds_count[5m]))",
        sample: "node",
        tab: "graph",
      },
      {
        title: "A native histogram over time",
        text: "One series holds all buckets. The heatmap shows ten minutes in which the API server was slow.",
        query: "rate(apiserver_request_duration_seconds[2m])",
        sample: "cluster",
        tab: "graph",
      },
      {
        title: "A quantile of a native histogram",
        text: "No le and no buckets: functions read the histogram itself.",
        query: "histogram_quantile(0.99, sum by (verb) (rate(apiserver_request_duration_seconds[5m])))",
        sample: "cluster",
        tab: "graph",
      },
    ],
  },
  {
    title: "Joins",
    examples: [
      {
        title: "Used by requested",
        text: "Both sides have a series for each container. Look at the match groups: on() names the labels that must agree.",
        query:
          'sum by (namespace, pod, container) (rate(container_cpu_usage_seconds_total[5m]))\n/ on (namespace, pod, container)\nkube_pod_container_resource_requests{resource="cpu"}',
        sample: "cluster",
        tab: "explain",
        tree: true,
      },
      {
        title: "Labels from an info metric",
        text: "Many containers lie on one node: group_left copies kubelet_version from the node's series to each of them.",
        query: "container_memory_working_set_bytes\n* on (node) group_left (kubelet_version)\nkube_node_info",
        sample: "cluster",
        tab: "table",
        tree: true,
      },
      {
        title: "A join that fails",
        text: "Several pods run on each node, so on (node) matches many with one. The explanation shows the groups and a fix.",
        query: "container_memory_working_set_bytes / on (node) kube_node_info",
        sample: "cluster",
        tab: "explain",
        tree: true,
      },
    ],
  },
  {
    title: "Subqueries and comparisons",
    examples: [
      {
        title: "The worst minute of the last ten",
        text: "A subquery evaluates the rate each 30 s and max_over_time takes the largest.",
        query: "max_over_time(sum(rate(http_request_duration_seconds_count[1m]))[10m:30s])",
        sample: "node",
        tab: "graph",
      },
      {
        title: "Only what is above a limit",
        text: "A comparison filters: where the rate is lower there is a gap. With bool it would be 0 or 1.",
        query: "sum by (handler) (rate(http_request_duration_seconds_count[2m])) > 3",
        sample: "node",
        tab: "graph",
      },
      {
        title: "Targets that are down",
        text: "The basic alert.",
        query: "up == 0",
        sample: "node",
        tab: "graph",
      },
      {
        title: "Deployments that miss pods",
        text: "Both sides have the same labels, so nothing has to be said about matching.",
        query: "kube_deployment_spec_replicas - kube_deployment_status_replicas_available > 0",
        sample: "cluster",
        tab: "graph",
      },
    ],
  },
];
