// SPDX-License-Identifier: ISC
// model: a scripted model behind the HTTP interfaces that agent CLIs speak:
// Anthropic's messages, OpenAI's responses and chat completions, Google's
// generateContent. It listens on the loopback interface alone.
//
//	node model.mjs PORT-FILE LOG-FILE
//
// The last thing that the person said decides what the model does:
//
//	touch FILE	calls the agent's shell tool with "touch FILE"
//	ask		calls the agent's tool for questions, where it has one
//	plainly		answers with a question in plain text
//	slow		streams words until somebody says POST /release
//	error N		answers with HTTP status N, each time
//	anything else	a greeting with these words in it
//
// A tool's result is answered by "Finished: ...". GET /seen gives what was
// asked, as JSON.

import { createServer } from 'node:http';
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';

const [portFile, logFile] = process.argv.slice(2);
if (!portFile || !logFile) {
	console.error('usage: model.mjs PORT-FILE LOG-FILE');
	process.exit(2);
}

const seen = [];
const waiting = new Set();
let serial = 0;

function log(line) {
	appendFileSync(logFile, line + '\n');
}

// What the model does, out of the last words of the person.
function plan(said, tools, afterTool) {
	const words = said.trim();
	let m;
	if (afterTool)
		return { text: 'Finished: the tool said ' +
		    afterTool.replace(/\s+/g, ' ').slice(0, 60) };
	if ((m = /\berror ?(\d\d\d)\b/.exec(words)))
		return { error: Number(m[1]) };
	if (/\bslow\b/.test(words))
		return { slow: true };
	if ((m = /\btouch ([\w.-]+)/.exec(words)))
		return shell(tools, 'touch ' + m[1]);
	if (/\bask\b/.test(words))
		return question(tools);
	if (/\bplainly\b/.test(words))
		return { text: 'There are two ways. ' +
		    'Should I take the first or the second?' };
	return { text: 'Hello! You said: ' + words.slice(0, 200) };
}

const SHELL = ['Bash', 'exec_command', 'shell', 'bash', 'run_shell_command',
	'local_shell', 'shell_command'];
const ASK = ['AskUserQuestion', 'question', 'ask_user', 'ask_user_question',
	'request_user_input'];

function shell(tools, command) {
	const name = SHELL.find((n) => tools.some((t) => t.name === n));
	const tool = tools.find((t) => t.name === name);
	const schema = tool?.schema?.properties ?? {};
	const args = {};
	if (!tool)
		return { text: 'There is no shell tool among ' +
		    tools.map((t) => t.name).join(', ') };
	if (schema.cmd)
		args.cmd = command;
	else if (schema.command?.type === 'array')
		args.command = ['sh', '-c', command];
	else
		args.command = command;
	if (schema.description)
		args.description = 'Run the scripted command';
	if (schema.is_background)
		args.is_background = false;
	// Codex: outside its sandbox, so that it has to ask.
	if (schema.sandbox_permissions) {
		args.sandbox_permissions = 'require_escalated';
		args.justification = 'The script wants to run it';
	}
	return { text: "I'll create the file now.", call: { name, args } };
}

function question(tools) {
	const name = ASK.find((n) => tools.some((t) => t.name === n));
	const schema = tools.find((t) => t.name === name)?.schema;
	const item = schema?.properties?.questions?.items?.properties ?? {};
	const one = {
		question: 'Which database should the project use?',
		options: [
			{ label: 'SQLite', description: 'One file, no server' },
			{ label: 'PostgreSQL', description: 'A server' },
			{ label: 'Plain files', description: 'No database' },
		],
	};
	if (!name)
		return { text: 'There is no tool for questions.' };
	// A form, which it describes by a schema.
	if (schema?.properties?.requestedSchema)
		return { text: 'I need one decision from you.',
			call: { name, args: { message: one.question,
				requestedSchema: { properties: { database: {
					type: 'string', title: 'Database',
					enum: one.options.map((o) => o.label),
				} } } } } };
	if (item.header)
		one.header = 'Database';
	if (item.id)
		one.id = 'database';
	if (item.type?.enum)
		one.type = item.type.enum.includes('choice') ? 'choice' :
		    item.type.enum[0];
	if (item.multiSelect)
		one.multiSelect = false;
	if (item.multiple)
		one.multiple = false;
	return { text: 'I need one decision from you.',
		call: { name, args: { questions: [one] } } };
}

const SLOW = ('Working through the request step by step, as slowly as it ' +
    'takes, until somebody says that it is enough. ').split(' ');

// Words, one at a time, until the connection or the wait is over.
async function slowly(res, emit) {
	let over = false;
	const release = () => { over = true; };
	waiting.add(release);
	res.on('close', release);
	for (let i = 0; !over && i < 3000; i++) {
		emit(SLOW[i % SLOW.length] + ' ');
		await new Promise((done) => setTimeout(done, 100));
	}
	waiting.delete(release);
	if (!res.destroyed)
		emit('Done: the slow answer is complete.');
}

function sse(res) {
	res.writeHead(200, { 'content-type': 'text/event-stream',
		'cache-control': 'no-cache' });
	return (event, data) => res.write((event ? `event: ${event}\n` : '') +
	    `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
}

function fail(res, status) {
	const type = status === 529 ? 'overloaded_error' :
	    status >= 500 ? 'server_error' : 'invalid_request_error';
	json(res, { type: 'error', error: { type, code: status,
		status: String(status), message: `scripted error ${status}` } },
	    status);
}

function json(res, body, status = 200) {
	res.writeHead(status, { 'content-type': 'application/json' });
	res.end(JSON.stringify(body));
}

function textOf(content) {
	if (typeof content === 'string')
		return content;
	if (!Array.isArray(content))
		return '';
	return content.map((p) => p.text ?? '').join('\n');
}

// Reminders and surroundings that agents add are not the person's words.
function bare(text) {
	return text.replace(/<([a-z_-]+)>[\s\S]*?<\/\1>/g, '').trim();
}

// The last words of the person in a message, which may have parts: what was not
// answered stands before them.
function person(content) {
	if (typeof content === 'string')
		return bare(content);
	const parts = Array.isArray(content) ? content : [];
	return parts.map((p) => bare(p.text ?? '')).filter(Boolean).pop() ?? '';
}

// ---- Anthropic

function anthropicPlan(body) {
	const tools = (body.tools ?? []).map((t) => ({ name: t.name,
		schema: t.input_schema }));
	const last = body.messages[body.messages.length - 1];
	const result = Array.isArray(last.content) ?
	    last.content.find((p) => p.type === 'tool_result') : null;
	let said = '';
	for (const m of body.messages)
		if (m.role === 'user' && person(m.content) !== '')
			said = person(m.content);
	if (!tools.length)
		return { text: aside(JSON.stringify(body)) };
	return plan(said, tools, result && !person(last.content) ?
	    textOf(result.content) || 'nothing' : null);
}

// A value of a JSON schema, for what agents ask beside the conversation.
function fill(schema) {
	const type = String(schema?.type ?? 'string').toLowerCase();
	if (schema?.enum)
		return schema.enum[0];
	if (type === 'object')
		return Object.fromEntries(Object.entries(schema.properties ??
		    {}).map(([name, of]) => [name, fill(of)]));
	if (type === 'array')
		return [];
	if (type === 'integer' || type === 'number')
		return 1;
	return type === 'boolean' ? false : 'Scripted';
}

// What agents ask beside the conversation: titles, labels, states.
function aside(asked) {
	if (/"state"/.test(asked) && /"detail"/.test(asked))
		return '{"state":"done","detail":"done","tempo":"idle"}';
	if (/title/i.test(asked))
		return '{"title":"Scripted title","isNewTopic":true}';
	return 'Scripted';
}

async function anthropic(req, res, body) {
	const p = anthropicPlan(body);
	const id = `msg_${++serial}`;
	const usage = { input_tokens: 10, output_tokens: 5 };
	if (p.error)
		return fail(res, p.error);
	const parts = [{ type: 'text', text: p.text ?? '' }];
	if (p.call)
		parts.push({ type: 'tool_use', id: `toolu_${serial}`,
			name: p.call.name, input: p.call.args });
	const stop = p.call ? 'tool_use' : 'end_turn';
	if (!body.stream)
		return json(res, { id, type: 'message', role: 'assistant',
			model: body.model, content: parts, stop_reason: stop,
			stop_sequence: null, usage });
	const send = sse(res);
	send('message_start', { type: 'message_start', message: { id,
		type: 'message', role: 'assistant', model: body.model,
		content: [], stop_reason: null, stop_sequence: null, usage } });
	send('content_block_start', { type: 'content_block_start', index: 0,
		content_block: { type: 'text', text: '' } });
	const emit = (text) => send('content_block_delta', {
		type: 'content_block_delta', index: 0,
		delta: { type: 'text_delta', text } });
	if (p.slow)
		await slowly(res, emit);
	else
		emit(p.text);
	send('content_block_stop', { type: 'content_block_stop', index: 0 });
	if (p.call) {
		send('content_block_start', { type: 'content_block_start',
			index: 1, content_block: { ...parts[1], input: {} } });
		send('content_block_delta', { type: 'content_block_delta',
			index: 1, delta: { type: 'input_json_delta',
				partial_json: JSON.stringify(p.call.args) } });
		send('content_block_stop', { type: 'content_block_stop',
			index: 1 });
	}
	send('message_delta', { type: 'message_delta', delta: {
		stop_reason: stop, stop_sequence: null }, usage });
	send('message_stop', { type: 'message_stop' });
	res.end();
}

// ---- OpenAI, responses

function responsesPlan(body) {
	const tools = (body.tools ?? []).map((t) => ({ name: t.name ?? t.type,
		schema: t.parameters }));
	let said = '', result = null;
	for (const item of body.input ?? []) {
		if (item.type === 'function_call_output') {
			result = typeof item.output === 'string' ? item.output :
			    textOf(item.output);
			result = result || 'nothing';
		} else if (item.role === 'user' &&
		    person(item.content) !== '') {
			said = person(item.content);
			result = null;
		}
	}
	if (body.text?.format?.type === 'json_schema')
		return { text: JSON.stringify(fill(body.text.format.schema)) };
	return plan(said, tools, result);
}

async function responses(req, res, body) {
	const p = responsesPlan(body);
	const id = `resp_${++serial}`;
	let text = '';
	if (p.error)
		return fail(res, p.error);
	const send0 = sse(res);
	const send = (data) => send0(data.type, data);
	send({ type: 'response.created', response: { id, object: 'response',
		status: 'in_progress', output: [] } });
	const item = { id: `item_${serial}`, type: 'message',
		role: 'assistant', status: 'in_progress', content: [] };
	send({ type: 'response.output_item.added', output_index: 0, item });
	send({ type: 'response.content_part.added', item_id: item.id,
		output_index: 0, content_index: 0,
		part: { type: 'output_text', text: '', annotations: [] } });
	const emit = (delta) => {
		text += delta;
		send({ type: 'response.output_text.delta', item_id: item.id,
			output_index: 0, content_index: 0, delta });
	};
	if (p.slow)
		await slowly(res, emit);
	else
		emit(p.text);
	const output = [{ ...item, status: 'completed',
		content: [{ type: 'output_text', text, annotations: [] }] }];
	send({ type: 'response.output_text.done', item_id: item.id,
		output_index: 0, content_index: 0, text });
	send({ type: 'response.output_item.done', output_index: 0,
		item: output[0] });
	if (p.call) {
		output.push({ id: `fc_${serial}`, type: 'function_call',
			status: 'completed', call_id: `call_${serial}`,
			name: p.call.name,
			arguments: JSON.stringify(p.call.args) });
		send({ type: 'response.output_item.added', output_index: 1,
			item: output[1] });
		send({ type: 'response.output_item.done', output_index: 1,
			item: output[1] });
	}
	send({ type: 'response.completed', response: { id, object: 'response',
		status: 'completed', output, usage: { input_tokens: 10,
			input_tokens_details: { cached_tokens: 0 },
			output_tokens: 5,
			output_tokens_details: { reasoning_tokens: 0 },
			total_tokens: 15 } } });
	res.end();
}

// ---- OpenAI, chat completions

function chatPlan(body) {
	const tools = (body.tools ?? []).map((t) => ({
		name: t.function?.name, schema: t.function?.parameters }));
	let said = '', result = null;
	for (const m of body.messages) {
		if (m.role === 'user' && person(m.content) !== '') {
			said = person(m.content);
			result = null;
		} else if (m.role === 'tool')
			result = textOf(m.content) || 'nothing';
	}
	if (!tools.length)
		return { text: aside(JSON.stringify(body)) };
	return plan(said, tools, result);
}

async function chat(req, res, body) {
	const p = chatPlan(body);
	const base = { id: `chat_${++serial}`, created: 1, model: body.model };
	const usage = { prompt_tokens: 10, completion_tokens: 5,
		total_tokens: 15 };
	const call = p.call && [{ index: 0, id: `call_${serial}`,
		type: 'function', function: { name: p.call.name,
			arguments: JSON.stringify(p.call.args) } }];
	const finish = p.call ? 'tool_calls' : 'stop';
	if (p.error)
		return fail(res, p.error);
	if (!body.stream)
		return json(res, { ...base, object: 'chat.completion',
			choices: [{ index: 0, finish_reason: finish, message: {
				role: 'assistant', content: p.text ?? '',
				tool_calls: call } }], usage });
	const send = sse(res);
	const delta = (d, reason = null) => send(null, { ...base,
		object: 'chat.completion.chunk',
		choices: [{ index: 0, delta: d, finish_reason: reason }] });
	delta({ role: 'assistant', content: '' });
	if (p.slow)
		await slowly(res, (content) => delta({ content }));
	else
		delta({ content: p.text });
	if (call)
		delta({ tool_calls: call });
	delta({}, finish);
	send(null, { ...base, object: 'chat.completion.chunk', choices: [],
		usage });
	send(null, '[DONE]');
	res.end();
}

// ---- Google

function googlePlan(body) {
	const tools = (body.tools ?? []).flatMap((t) =>
	    (t.functionDeclarations ?? []).map((f) => ({ name: f.name,
		schema: f.parametersJsonSchema ?? f.parameters })));
	let said = '', result = null;
	for (const c of body.contents ?? []) {
		const parts = c.parts ?? [];
		const back = parts.find((q) => q.functionResponse);
		if (back)
			result = JSON.stringify(back.functionResponse.response);
		else if (c.role === 'user' && person(parts) !== '') {
			said = person(parts);
			result = null;
		}
	}
	const schema = body.generationConfig?.responseJsonSchema ??
	    body.generationConfig?.responseSchema;
	if (schema)
		return { text: JSON.stringify(fill(schema)) };
	if (!tools.length)
		return { text: aside(JSON.stringify(body)) };
	return plan(said, tools, result);
}

async function google(req, res, body) {
	const p = googlePlan(body);
	const usageMetadata = { promptTokenCount: 10, candidatesTokenCount: 5,
		totalTokenCount: 15 };
	const chunk = (parts, finishReason) => ({ candidates: [{ index: 0,
		content: { role: 'model', parts }, finishReason }],
		usageMetadata, modelVersion: 'scripted' });
	const call = p.call ? [{ functionCall: { name: p.call.name,
		args: p.call.args } }] : [];
	if (p.error)
		return fail(res, p.error);
	if (!/stream/.test(req.url))
		return json(res, chunk([{ text: p.text ?? '' }, ...call],
		    'STOP'));
	const send = sse(res);
	if (p.slow)
		await slowly(res, (text) => send(null, chunk([{ text }])));
	else
		send(null, chunk([{ text: p.text }]));
	send(null, chunk(call.length ? call : [{ text: '' }], 'STOP'));
	res.end();
}

// ---- the server

const ROUTES = [
	[/\/messages(\?|$)/, anthropic],
	[/\/responses(\?|$)/, responses],
	[/\/chat\/completions(\?|$)/, chat],
	[/GenerateContent|:generateContent/, google],
];

function models(res) {
	const one = { id: 'scripted', object: 'model', type: 'model',
		display_name: 'Scripted', created: 1, owned_by: 'bgmux' };
	json(res, { object: 'list', data: [one], models: [],
		has_more: false });
}

function control(req, res) {
	if (req.url === '/release') {
		for (const release of waiting)
			release();
		return json(res, { released: true });
	}
	if (req.url === '/seen')
		return json(res, seen);
	if (/\/models/.test(req.url))
		return models(res);
	if (/count_?tokens/i.test(req.url))
		return json(res, { input_tokens: 10, totalTokens: 10 });
	json(res, {}, req.method === 'POST' ? 404 : 200);
}

const server = createServer((req, res) => {
	const chunks = [];
	let size = 0;
	req.on('data', (c) => {
		size += c.length;
		if (size <= 32 << 20)
			chunks.push(c);
	});
	req.on('end', async () => {
		const route = req.method === 'POST' && ROUTES.find((r) =>
		    r[0].test(req.url) && !/count_?tokens/i.test(req.url));
		log(`${req.method} ${req.url} ${size}`);
		if (!route)
			return control(req, res);
		try {
			const body = JSON.parse(Buffer.concat(chunks)
			    .toString('utf8'));
			seen.push({ url: req.url, body });
			if (seen.length > 100)
				seen.shift();
			await route[1](req, res, body);
		} catch (e) {
			log(`error: ${e.stack}`);
			if (!res.headersSent)
				fail(res, 400);
			else
				res.end();
		}
	});
});

server.listen(Number(process.env.MODEL_PORT ?? 0), '127.0.0.1', () => {
	writeFileSync(portFile + '.new', `${server.address().port}\n`);
	renameSync(portFile + '.new', portFile);
});
