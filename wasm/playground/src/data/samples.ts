/** The samples that come with the page. */
import { clusterSample } from "./cluster";
import { type Incoming, load } from "./sources";

export interface Sample {
  id: string;
  title: string;
  about: string;
  read: () => Promise<Incoming[]>;
}

async function fetched(name: string): Promise<Incoming> {
  const response = await fetch(new URL(`samples/${name}`, document.baseURI));
  if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`);
  return { name, kind: "sample", bytes: new Uint8Array(await response.arrayBuffer()) };
}

export const SAMPLES: readonly Sample[] = [
  {
    id: "node",
    title: "A node and a web service",
    about: "20 minutes of node_exporter and of a service with classic histograms; one target restarts",
    read: () => Promise.all(["metadata.prom", "node.jsonl"].map(fetched)),
  },
  {
    id: "cluster",
    title: "A Kubernetes cluster",
    about: "An hour of 3 nodes, 12 pods and an API server with a native histogram; generated",
    read: async () => clusterSample(),
  },
];

/** Loads a sample in place of the data; `false` if there is none of this name. */
export async function loadSample(id: string): Promise<boolean> {
  const sample = SAMPLES.find((candidate) => candidate.id === id);
  if (!sample) return false;
  await load(await sample.read());
  return true;
}
