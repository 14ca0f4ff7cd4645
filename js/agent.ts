// The agent's WebAssembly interface, with types made from the Rust types.

export { Agent, initSync } from "../target/pkg/agent/agent.js";
export type {
  ConsentReport,
  DecisionReport,
  ErrorReport,
  ExposureReport,
  FeatureReport,
  Inspection,
  Model,
  ModelReport,
  Options,
  OutlookReport,
  RegionReport,
  SegmentReport,
  SignalReport,
  SlotReport,
  TimelineEntry,
  VariantReport,
  WeighedReport,
} from "../target/pkg/agent/agent.js";
