/** Requests to Prometheus's HTTP API. */

/** Fetches as the browser's `fetch` does. */
export type FetchFn = (input: RequestInfo, init?: RequestInit) => Promise<Response>;

/** How a Prometheus is asked. */
export interface HttpOptions {
  /** The address, to which paths are appended; the page's own by default. */
  url?: string;
  /** What stands before `/labels` and the like; `/api/v1` by default. */
  apiPrefix?: string;
  /** The method for requests with selectors; `POST` by default. Values of labels are always asked with `GET`. */
  httpMethod?: "GET" | "POST";
  /** Headers of each request. */
  requestHeaders?: Headers | Record<string, string>;
  /** Replaces `fetch`. */
  fetchFn?: FetchFn;
}

/** Statuses whose body is an error of Prometheus's API. */
const WITH_ERROR = [400, 422, 503];

export class HttpApi {
  private readonly controllers = new Set<AbortController>();

  constructor(private readonly options: HttpOptions) {}

  /** The `data` of an answer. Rejected with the API's error, or with the status. */
  async get(path: string, parameters: URLSearchParams, signal?: AbortSignal, canPost = false): Promise<unknown> {
    const posts = canPost && (this.options.httpMethod ?? "POST") === "POST";
    const query = !posts && parameters.size > 0 ? `?${parameters}` : "";
    const address = `${this.options.url ?? ""}${this.options.apiPrefix ?? "/api/v1"}${path}${query}`;
    const controller = new AbortController();
    const abort = () => controller.abort();
    signal?.addEventListener("abort", abort);
    this.controllers.add(controller);
    try {
      const request = { headers: new Headers(this.options.requestHeaders), signal: controller.signal };
      return await this.send(address, posts ? { ...request, method: "POST", body: parameters } : request);
    } finally {
      signal?.removeEventListener("abort", abort);
      this.controllers.delete(controller);
    }
  }

  private async send(address: string, init: RequestInit): Promise<unknown> {
    const send = this.options.fetchFn ?? ((input: RequestInfo, given?: RequestInit) => fetch(input, given));
    const response = await send(address, init);
    if (!response.ok && !WITH_ERROR.includes(response.status)) {
      throw new Error(`${address}: ${response.status} ${response.statusText}`);
    }
    const answer = (await response.json()) as { status?: string; error?: string; data?: unknown };
    if (answer.status === "error") throw new Error(answer.error ?? `${address}: an error without a message`);
    if (answer.data === undefined) throw new Error(`${address}: the answer has no data`);
    return answer.data;
  }

  /** Stops all requests. */
  destroy(): void {
    for (const controller of this.controllers) controller.abort();
    this.controllers.clear();
  }
}

/** Adds the range of time that ends now to parameters. */
export function addLookback(parameters: URLSearchParams, lookbackMs: number): void {
  const end = Date.now();
  parameters.set("start", new Date(end - lookbackMs).toISOString());
  parameters.set("end", new Date(end).toISOString());
}
