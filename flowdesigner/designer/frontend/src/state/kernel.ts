import type { Kernel, Model } from "../protocol/model";

export interface KernelNews {
  lost(): void;
  gone(): void;
  back(): void;
}

const LOST = new Set(["connecting", "disconnected"]);
const ENDED = new Set(["dead", "terminating"]);

/** Follows the kernel's connection where the host tells of it; returns how to stop. */
export function watchKernel(model: Model, news: KernelNews): () => void {
  const kernel: Kernel | null = model.widget_manager?.kernel ?? null;
  const onConnection = (_: unknown, status: unknown) => {
    if (LOST.has(String(status))) news.lost();
    else if (status === "connected") news.back();
  };
  const onStatus = (_: unknown, status: unknown) => {
    if (ENDED.has(String(status))) news.gone();
    else if (String(status).includes("restarting")) news.gone();
  };
  const onClose = () => news.gone();
  kernel?.connectionStatusChanged?.connect(onConnection);
  kernel?.statusChanged?.connect(onStatus);
  model.on("comm:close", onClose);
  return () => {
    kernel?.connectionStatusChanged?.disconnect(onConnection);
    kernel?.statusChanged?.disconnect(onStatus);
    model.off("comm:close", onClose);
  };
}
