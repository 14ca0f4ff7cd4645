// The same networks in plain JavaScript, as one would write them by hand: the peer of the bench.
//
// manifest, safetensors bytes, feature schema → a function from rows of raw features to outputs. Typed arrays, one pass
// a layer, nothing allocated but the answer.

/** Standardised values further out than this are clipped, as the core does. */
const BOUND = 5;

export function plain(manifest, bytes, columns) {
  const tensors = read(bytes);
  const readers = manifest.inputs.map(({ path, equals, mean, spread }) => {
    const at = columns.findIndex((column) => column.path === path);
    return { at, equals, mean, spread, ...columns[at] };
  });
  const answer = manifest.architecture.kind === 'mlp' ? network(manifest, tensors) : mixture(manifest, tensors);
  const inputs = new Float32Array(readers.length);
  return (rows, count, width) => {
    const outputs = new Float32Array(count * manifest.architecture.heads.length);
    for (let row = 0; row < count; row += 1) {
      for (let i = 0; i < readers.length; i += 1) inputs[i] = normalised(readers[i], rows[row * width + readers[i].at]);
      answer(inputs, outputs, row);
    }
    return outputs;
  };
}

function normalised({ equals, mean, spread, low, high, scale }, raw) {
  if (equals !== undefined) return ((raw === equals ? 1 : 0) - mean) / spread;
  let bent = Math.min(Math.max(raw, low), high);
  if (scale === 'log') bent = Math.sign(bent) * Math.log1p(Math.abs(bent));
  return Math.min(Math.max((bent - mean) / spread, -BOUND), BOUND);
}

function network({ architecture, calibration }, tensors) {
  const layers = [];
  for (let i = 0; tensors[`layer${i}.weight`]; i += 1) {
    const bias = tensors[`layer${i}.bias`];
    layers.push({ weight: tensors[`layer${i}.weight`], bias, values: new Float32Array(bias.length) });
  }
  const silu = architecture.activation === 'silu';
  return (inputs, outputs, row) => {
    let values = inputs;
    layers.forEach(({ weight, bias, values: next }, index) => {
      const hidden = index + 1 < layers.length;
      for (let unit = 0; unit < next.length; unit += 1) {
        let sum = bias[unit];
        const start = unit * values.length;
        for (let i = 0; i < values.length; i += 1) sum += weight[start + i] * values[i];
        if (hidden) sum = silu ? sum / (1 + Math.exp(-sum)) : Math.max(sum, 0);
        next[unit] = sum;
      }
      values = next;
    });
    calibration.forEach(({ scale, offset }, head) => {
      outputs[row * calibration.length + head] = 1 / (1 + Math.exp(-(scale * values[head] + offset)));
    });
  };
}

function mixture({ inputs: { length: width } }, { weight, mean, variance }) {
  const factor = variance.map((value) => -0.5 / value);
  const constant = weight.map((value, k) => {
    let spread = 0;
    for (let i = 0; i < width; i += 1) spread += Math.log(variance[k * width + i]);
    return Math.log(value) - spread / 2;
  });
  return (inputs, outputs, row) => {
    const start = row * weight.length;
    let [most, sum] = [-Infinity, 0];
    for (let k = 0; k < weight.length; k += 1) {
      let density = constant[k];
      for (let i = 0; i < width; i += 1) {
        const off = inputs[i] - mean[k * width + i];
        density += factor[k * width + i] * off * off;
      }
      outputs[start + k] = density;
      most = Math.max(most, density);
    }
    for (let k = start; k < start + weight.length; k += 1) sum += outputs[k] = Math.exp(outputs[k] - most);
    for (let k = start; k < start + weight.length; k += 1) outputs[k] /= sum;
  };
}

/** The tensors of a safetensors file, all f32, by name. */
function read(bytes) {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  delete header.__metadata__;
  const data = bytes.slice(8 + length);
  const tensors = Object.entries(header).map(([name, { data_offsets: [from, to] }]) => [name, new Float32Array(data.buffer, from, (to - from) / 4)]);
  return Object.fromEntries(tensors);
}
