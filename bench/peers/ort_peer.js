// ort_peer.js THREADS MODELS_FOLDER: times ONNX Runtime on request, by the protocol that torch_peer.py describes.
// The models are written into the folder by make_onnx.py, when first asked for.
'use strict';
const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const readline = require('readline');
const ort = require('onnxruntime-node');

const threads = Number(process.argv[2]), folder = process.argv[3];
const gates = { lstm: 4, gru: 3, grub: 3, rnn: 1 };

function parse(text) {
  const m = /^(bi)?(lstm|gru|grub|rnn)-l(\d+)t(\d+)b(\d+)i(\d+)h(\d+)(?:r(\d+)-(\d+))?(f)?$/.exec(text);
  if (!m) throw new Error(`'${text}' is no problem: expected [bi]cell-l1t100b64i256h256[r10-100][f], cell lstm, gru, grub or rnn`);
  const [L, T, B, I, H] = m.slice(3, 8).map(Number), D = m[1] ? 2 : 1;
  const least = Number(m[8]), most = Number(m[9]);
  const lengths = m[8] && Int32Array.from({ length: B }, (_, b) => least + (b * 7919) % (most - least + 1));
  return { cell: m[2], D, L, T, B, I, H, lengths, first: Boolean(m[10]) };
}

// problem.py has the formula; x is counted after all parameters.
function fixedInput({ cell, D, L, T, B, I, H }) {
  let n = 0;
  for (let l = 0; l < L; l++) n += D * gates[cell] * H * ((l === 0 ? I : D * H) + H + 2);
  return Float32Array.from({ length: T * B * I }, (_, k) => ((Math.imul(n + k, 2654435761) >>> 0) / 2 ** 32 - 0.5) * 2);
}

async function prepare(text) {
  const p = parse(text), maker = path.join(__dirname, 'make_onnx.py');
  const model = path.join(folder, `${text}.onnx`);
  const source = Math.max(...[maker, path.join(__dirname, 'problem.py')].map(file => fs.statSync(file).mtimeMs));
  if (!fs.existsSync(model) || fs.statSync(model).mtimeMs < source) {
    fs.mkdirSync(folder, { recursive: true });
    execFileSync('/usr/bin/python3', [maker, model, text], { stdio: ['ignore', 'ignore', 'pipe'] });
  }
  p.session = await ort.InferenceSession.create(model,
    { intraOpNumThreads: threads, interOpNumThreads: 1, graphOptimizationLevel: 'all', executionMode: 'sequential', logSeverityLevel: 3 });
  p.feeds = { X: new ort.Tensor('float32', fixedInput(p), p.first ? [p.B, p.T, p.I] : [p.T, p.B, p.I]) };
  if (p.lengths) p.feeds.lengths = new ort.Tensor('int32', p.lengths, [p.B]);
  p.states = p.session.inputNames.filter(name => /^[hc]\d/.test(name));
  p.warm = false;
  return p;
}

function zeroStates(p) {
  for (const name of p.states) p.feeds[name] = new ort.Tensor('float32', new Float32Array(p.D * p.B * p.H), [p.D, p.B, p.H]);
}

async function run(p) {
  const results = await p.session.run(p.feeds);
  for (const name of p.states) p.feeds[name] = results[name[0] + 'n' + name.slice(1)];
  return results.Y;
}

const now = () => Number(process.hrtime.bigint()) / 1e9;

async function measure(mode, p, seconds) {
  if (mode === 'train') throw new Error('this ONNX Runtime runs models, it does not train them');
  if ((mode === 'step') !== (p.T === 1)) throw new Error('T = 1 is timed as step, every other T as infer or train');
  if (!p.warm) zeroStates(p);
  let start = now(), runs = 0;
  do { await run(p); runs++; } while (!p.warm && (runs < 2 || now() - start < 0.2));
  p.warm = true;
  const times = [];
  for (start = now(); times.length < 3 || now() - start < seconds;) {
    const a = now(); await run(p); times.push(now() - a);
  }
  times.sort((a, b) => a - b);
  return [times[times.length >> 1].toFixed(9), times[0].toFixed(9), times.length];
}

async function check(p) {
  zeroStates(p);
  let y = await run(p);
  for (let k = 1; p.T === 1 && k < 4; k++) y = await run(p);
  let sum = 0, squares = 0;
  for (const v of y.data) { sum += v; squares += v * v; }
  const t = (p.lengths ? p.lengths[p.B - 1] : p.T) - 1;
  return [sum, squares, y.data[p.first ? y.data.length - 1 : (t + 1) * p.D * p.B * p.H - 1]].map(v => v.toPrecision(9));
}

const alive = new Map();

async function prepared(text) {
  const p = alive.get(text) ?? await prepare(text);
  alive.delete(text);
  alive.set(text, p);
  if (alive.size > 4) {
    const [oldest, old] = alive.entries().next().value;
    alive.delete(oldest);
    await old.session.release();
  }
  return p;
}

async function answer(command, text, seconds) {
  switch (command) {
    case 'version': return [`ONNX Runtime ${ort.env.versions.node ?? ort.env.versions.common}, node ${process.version}`];
    case 'check': return check(await prepared(text));
    case 'train': case 'infer': case 'step': return measure(command, await prepared(text), Number(seconds));
    default: throw new Error(`'${command}' is no request: version, train, infer, step, check or quit`);
  }
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (line.trim() === 'quit') break;
    let fields;
    try { fields = ['ok', ...await answer(...line.trim().split(/\s+/))]; }
    catch (e) { fields = ['error', String(e.stderr ?? e.message).trim().split('\n').pop()]; }
    process.stdout.write(fields.join('\t') + '\n');
  }
  process.exit(0);
})();
