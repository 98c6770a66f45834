import type { OpenStoreOptions } from "../open-store.js";

/** The settings in force: option, then environment, then default. An empty variable counts as unset. */
export function placeOf({ tracking }: { readonly tracking?: string | false | undefined }): OpenStoreOptions {
  const { SWEEP_HOME, SWEEP_TRACKING_URI, SWEEP_ARTIFACT_ROOT } = process.env;
  const trackingUri = tracking || SWEEP_TRACKING_URI;
  return {
    home: SWEEP_HOME || ".sweep",
    ...(trackingUri ? { trackingUri } : {}),
    ...(SWEEP_ARTIFACT_ROOT ? { artifactRoot: SWEEP_ARTIFACT_ROOT } : {}),
  };
}
