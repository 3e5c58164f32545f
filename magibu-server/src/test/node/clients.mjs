// Calls the server with clients for Node.js, and prints their results as JSON: node clients.mjs URL KEY MODEL TEXTS
import OpenAI from 'openai';
import { OpenAIEmbeddings } from '@langchain/openai';

const [baseURL, apiKey, model, texts] = process.argv.slice(2);
const input = JSON.parse(texts);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });

async function vectors(request) {
  const answer = await client.embeddings.create(request);
  return answer.data.map((item) => Array.from(item.embedding));
}

async function failure(action) {
  try {
    await action();
    return null;
  } catch (e) {
    return { name: e.constructor.name, status: e.status, code: e.code, param: e.param, type: e.type };
  }
}

const langchain = new OpenAIEmbeddings({ model, apiKey, configuration: { baseURL } });
const models = await client.models.list();
const result = {
  // The client requests base64 if the caller says nothing, and decodes it.
  plain: await vectors({ model, input }),
  float: await vectors({ model, input, encoding_format: 'float' }),
  query: await vectors({ model: `${model}:query`, input: input[0] }),
  extended: await vectors({ model, input: input[0], input_type: 'query' }),
  models: models.data.map((each) => each.id),
  model: (await client.models.retrieve(model)).id,
  langchainDocuments: await langchain.embedDocuments(input),
  langchainQuery: await langchain.embedQuery(input[0]),
  unknownModel: await failure(() => vectors({ model: 'unknown', input })),
  empty: await failure(() => vectors({ model, input: [] })),
  wrongKey: await failure(() => new OpenAI({ baseURL, apiKey: 'wrong', maxRetries: 0 }).models.list()),
};
console.log(JSON.stringify(result));
