// Writes keras-networks.json: models of TensorFlow.js, whose layers and configuration are those of Keras 2, with what they make of fixed inputs.
// npm install --ignore-scripts @tensorflow/tfjs@4.22.0
// node keras_networks.mjs > keras-networks.json
import * as tf from '@tensorflow/tfjs';

await tf.setBackend('cpu');
let seed = 1;
const next = () => { seed = (seed * 48271) % 2147483647; return seed / 2147483647; };
const short = values => Array.from(values, v => Number(v.toPrecision(9)));
const numbers = (count, scale = 1, middle = 0) => Array.from({ length: count }, () => Math.fround(middle + scale * (2 * next() - 1)));
const { layers, model, sequential, input } = tf;
const L = layers;

function shaped(shape) { return shape.reduce((a, b) => a * b, 1); }

// Weights of every layer anew, so that no bias is 0 and no variance is 1.
function fill(net) {
  for (const layer of net.layers) {
    const own = layer.getWeights();
    if (own.length === 0) continue;
    const names = layer.weights.map(w => w.originalName ?? w.name);
    layer.setWeights(own.map((w, i) => tf.tensor(
      names[i].includes('variance') ? numbers(w.size, 0.4, 1) : names[i].includes('gamma') ? numbers(w.size, 0.3, 1) : numbers(w.size, 0.6), w.shape)));
  }
}

// What says how training begins and is held in bounds is left out.
function bare(value) {
  if (Array.isArray(value)) return value.map(bare);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).filter(([k]) => !/_(initializer|regularizer|constraint)$/.test(k)).map(([k, v]) => [k, bare(v)]));
}

const cases = [];
function add(name, net, ...inputs) {
  fill(net);
  const xs = inputs.map(i => tf.tensor(i.values, i.shape));
  const ys = [net.predict(xs.length === 1 ? xs[0] : xs)].flat();
  const weights = {};
  const collect = (n, prefix) => n.layers.forEach(layer => {
    const top = prefix ?? layer.name;
    if (layer.layers) collect(layer, top);
    else layer.weights.forEach(w => { weights[`${top}/${w.originalName.replace(/_\d+$/, '')}:0`] = { shape: w.shape, values: short(w.read().dataSync()) }; });
  });
  collect(net);
  cases.push({
    name, config: bare(net.toJSON(null, false)), weights,
    inputs: xs.map((x, i) => ({ name: net.inputs[i].name.split('/')[0], shape: x.shape, values: short(x.dataSync()) })),
    outputs: ys.map(y => ({ shape: y.shape, values: short(y.dataSync()) })),
  });
}

const x = (...shape) => ({ shape, values: numbers(shaped(shape)) });
const words = (rows) => ({ shape: [rows.length, rows[0].length], values: rows.flat() });
const chain = (...all) => { const net = sequential(); all.forEach(l => net.add(l)); return net; };
const series = { inputShape: [null, 3] };

for (const returnSequences of [false, true]) {
  add(`lstm ${returnSequences}`, chain(L.lstm({ units: 4, returnSequences, recurrentActivation: 'sigmoid', ...series }), L.dense({ units: 2 })), x(2, 5, 3));
  add(`gru ${returnSequences}`, chain(L.gru({ units: 4, returnSequences, recurrentActivation: 'sigmoid', ...series })), x(2, 5, 3));
  add(`simple ${returnSequences}`, chain(L.simpleRNN({ units: 4, returnSequences, ...series })), x(2, 5, 3));
}
add('lstm hard', chain(L.lstm({ units: 4, recurrentActivation: 'hardSigmoid', ...series })), x(2, 5, 3));
add('lstm relu', chain(L.lstm({ units: 4, activation: 'relu', recurrentActivation: 'hardSigmoid', returnSequences: true, ...series })), x(2, 5, 3));
add('gru softsign', chain(L.gru({ units: 4, activation: 'softsign', recurrentActivation: 'hardSigmoid', ...series })), x(2, 5, 3));
add('simple elu', chain(L.simpleRNN({ units: 4, activation: 'elu', ...series })), x(2, 5, 3));
add('no bias', chain(L.lstm({ units: 4, useBias: false, recurrentActivation: 'sigmoid', ...series })), x(1, 4, 3));
for (const returnSequences of [false, true])
  add(`backwards ${returnSequences}`, chain(L.lstm({ units: 3, goBackwards: true, recurrentActivation: 'sigmoid', returnSequences, ...series })), x(2, 4, 3));
for (const mergeMode of ['concat', 'sum', 'mul', 'ave'])
  for (const returnSequences of [false, true])
    add(`both ${mergeMode} ${returnSequences}`, chain(L.bidirectional({
      layer: L.lstm({ units: 3, recurrentActivation: 'sigmoid', returnSequences }), mergeMode, inputShape: [5, 3] })), x(2, 5, 3));
add('both gru', chain(L.bidirectional({ layer: L.gru({ units: 3, recurrentActivation: 'sigmoid', returnSequences: true }), mergeMode: 'concat', inputShape: [5, 3] }),
  L.timeDistributed({ layer: L.dense({ units: 2, activation: 'softmax' }) })), x(2, 5, 3));
add('embedding', chain(L.embedding({ inputDim: 9, outputDim: 4, inputLength: 6 }), L.lstm({ units: 4, recurrentActivation: 'sigmoid' }),
  L.dropout({ rate: 0.5 }), L.dense({ units: 3, activation: 'softmax' })), words([[1, 2, 3, 4, 5, 6], [8, 0, 7, 2, 1, 0]]));
for (const [which, rows] of [['before', [[0, 0, 3, 4, 5, 6], [0, 1, 7, 2, 1, 3]]], ['after', [[3, 4, 0, 0, 0, 0], [1, 7, 2, 1, 3, 0]]]])
  for (const returnSequences of [false, true])
    add(`mask ${which} ${returnSequences}`, chain(L.embedding({ inputDim: 9, outputDim: 4, inputLength: 6, maskZero: true }),
      L.lstm({ units: 4, recurrentActivation: 'sigmoid', returnSequences })), words(rows));
add('masking', chain(L.masking({ maskValue: -1, inputShape: [4, 2] }), L.gru({ units: 3, recurrentActivation: 'sigmoid' })),
  { shape: [2, 4, 2], values: [0.1, 0.2, -1, -1, 0.5, -1, 0.3, 0.4, -1, -1, 0.2, 0.1, 0.7, 0.6, -1, -1] });
for (const padding of ['same', 'valid'])
  add(`conv1d ${padding}`, chain(L.conv1d({ filters: 4, kernelSize: 3, padding, activation: 'relu', inputShape: [8, 3] }),
    L.maxPooling1d({ poolSize: 2 }), L.lstm({ units: 3, recurrentActivation: 'sigmoid' })), x(2, 8, 3));
add('conv1d strides', chain(L.conv1d({ filters: 2, kernelSize: 3, strides: 2, padding: 'same', inputShape: [7, 3] }), L.averagePooling1d({ poolSize: 2, strides: 1, padding: 'same' }),
  L.globalAveragePooling1d()), x(2, 7, 3));
add('conv1d dilated', chain(L.conv1d({ filters: 2, kernelSize: 2, dilationRate: 2, padding: 'valid', inputShape: [7, 3] }), L.globalMaxPooling1d()), x(1, 7, 3));
add('conv2d', chain(L.conv2d({ filters: 3, kernelSize: [3, 2], padding: 'same', activation: 'tanh', inputShape: [6, 5, 2] }), L.batchNormalization(),
  L.maxPooling2d({ poolSize: 2 }), L.flatten(), L.dense({ units: 2 })), x(2, 6, 5, 2));
add('conv2d transposed', chain(L.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same', inputShape: [3, 4, 2] })), x(1, 3, 4, 2));
add('frames', chain(L.timeDistributed({ layer: L.conv1d({ filters: 2, kernelSize: 2 }), inputShape: [3, 4, 2] }), L.timeDistributed({ layer: L.flatten() }),
  L.lstm({ units: 3, recurrentActivation: 'sigmoid' })), x(2, 3, 4, 2));
add('normalised', chain(L.dense({ units: 4, inputShape: [5, 3] }), L.layerNormalization(), L.batchNormalization(), L.simpleRNN({ units: 2 })), x(2, 5, 3));
for (const activation of ['elu', 'selu', 'softplus', 'softsign', 'hardSigmoid', 'relu6', 'swish', 'mish', 'gelu', 'linear', 'softmax'])
  add(`dense ${activation}`, chain(L.dense({ units: 4, activation, inputShape: [3] })), x(2, 3));
add('functions', chain(L.dense({ units: 4, inputShape: [3] }), L.leakyReLU({ alpha: 0.2 }), L.dense({ units: 4 }), L.elu(), L.dense({ units: 4 }),
  L.prelu(), L.dense({ units: 3 }), L.reLU({ maxValue: 6 }), L.softmax()), x(2, 3));
add('shapes', chain(L.dense({ units: 6, inputShape: [4] }), L.repeatVector({ n: 3 }), L.permute({ dims: [2, 1] }), L.reshape({ targetShape: [9, 2] }),
  L.upSampling1d ? L.upSampling1d({ size: 2 }) : L.activation({ activation: 'tanh' }), L.lstm({ units: 2, recurrentActivation: 'sigmoid' })), x(2, 4));

{
  const a = input({ shape: [4, 3], name: 'left' }), b = input({ shape: [4, 3], name: 'right' });
  const shared = L.lstm({ units: 3, recurrentActivation: 'sigmoid', name: 'shared' });
  const both = [shared.apply(a), shared.apply(b)];
  const merged = L.concatenate().apply([L.add().apply(both), L.multiply().apply(both), L.average().apply(both), L.maximum().apply(both), L.minimum().apply(both)]);
  add('siamese', model({ inputs: [a, b], outputs: [L.dense({ units: 2, name: 'first' }).apply(merged), L.dot({ axes: 1, name: 'second' }).apply(both)] }), x(2, 4, 3), x(2, 4, 3));
}
{
  const source = input({ shape: [5, 3], name: 'source' }), target = input({ shape: [4, 2], name: 'target' });
  const [, h, c] = L.lstm({ units: 3, returnState: true, recurrentActivation: 'sigmoid', name: 'encoder' }).apply(source);
  const y = L.lstm({ units: 3, returnSequences: true, recurrentActivation: 'sigmoid', name: 'decoder' }).apply(target, { initialState: [h, c] });
  add('translator', model({ inputs: [source, target], outputs: L.dense({ units: 4, activation: 'softmax', name: 'word' }).apply(y) }), x(2, 5, 3), x(2, 4, 2));
}
{
  const inner = chain(L.lstm({ units: 3, recurrentActivation: 'sigmoid', inputShape: [4, 2], name: 'within' }), L.dense({ units: 2, name: 'out' }));
  const a = input({ shape: [4, 2], name: 'a' });
  const y = inner.apply(a);
  add('nested', model({ inputs: a, outputs: L.dense({ units: 2, name: 'out2' }).apply(y) }), x(2, 4, 2));
}
process.stdout.write(JSON.stringify({ made: `TensorFlow.js ${tf.version.tfjs}`, cases }, null, 0).replace(/\},\{"name"/g, '},\n{"name"'));
