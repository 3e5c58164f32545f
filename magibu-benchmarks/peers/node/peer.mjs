// llama.cpp as a peer of Magibu, over the line protocol of magibu-benchmarks: a request a line on stdin, an answer a line on
// stdout. It receives token ids, so its time does not include tokenizing; one text per call, because node-llama-cpp has no batches.
//
//   node peer.mjs FILE.gguf THREADS
import {statSync} from "node:fs";
import {createInterface} from "node:readline";
import {getLlama, getModuleVersion, LlamaLogLevel} from "node-llama-cpp";

const CONTEXT = 8192;
const say = (value) => process.stdout.write(JSON.stringify(value) + "\n");
const [file, threads] = [process.argv[2], Number(process.argv[3])];

const llama = await getLlama({
    gpu: false,
    build: "never",
    skipDownload: true,
    maxThreads: threads,
    logLevel: LlamaLogLevel.warn,
    logger: (level, message) => console.error(message)
});
const begin = performance.now();
const model = await llama.loadModel({modelPath: file});
// one more, because it rejects an input as long as its context
const context = await model.createEmbeddingContext({contextSize: CONTEXT + 256, batchSize: CONTEXT + 256, threads});
const loadSeconds = (performance.now() - begin) / 1000;
const version = `node-llama-cpp ${await getModuleVersion()}, llama.cpp ${llama.llamaCppRelease.release}`;
say({version, loadSeconds, maxTokens: CONTEXT, weightBytes: statSync(file).size, sameVectors: true, wantsIds: true});

for await (const line of createInterface({input: process.stdin})) {
    try {
        say(await answer(JSON.parse(line)));
    } catch (failure) {
        say({seconds: [], elapsed: 0, error: String(failure)});
    }
}
await llama.dispose();

async function answer(request) {
    const seconds = [], vectors = [];
    let tokens = 0;
    const began = performance.now();
    for (const call of request.ids) {
        const start = performance.now();
        for (const ids of call) {
            const {vector} = await context.getEmbeddingFor(ids);
            tokens += ids.length;
            if (request.vectors)
                vectors.push(vector);
        }
        seconds.push((performance.now() - start) / 1000);
    }
    const elapsed = (performance.now() - began) / 1000;
    return request.vectors ? {seconds, elapsed, tokens, vectors} : {seconds, elapsed, tokens};
}
