// The agent's WebAssembly interface, with types made from the Rust types.

export { Agent, initSync } from "../target/pkg/agent/agent.js";
export type {
  DecisionReport,
  ErrorReport,
  ExposureReport,
  Inspection,
  Model,
  Options,
  SlotReport,
} from "../target/pkg/agent/agent.js";
