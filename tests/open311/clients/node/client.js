// npm open311: cached discovery, services, definition, posting, reading one and several, an error.
const Open311 = require("open311");

const base = process.env.OPEN311_URL;
let passed = 0;
let failed = 0;

function check(name, holds, detail) {
  if (holds) passed += 1;
  else failed += 1;
  console.log(holds ? `ok      ${name}` : `NOT OK  ${name}  -- ${JSON.stringify(detail ?? "").slice(0, 600)}`);
}

// Every method of the client calls back once with (error, data).
const call = (client, method, ...args) =>
  new Promise((resolve) => client[method](...args, (error, data) => resolve({ error, data })));

async function main() {
  const client = new Open311({ discovery: `${base}/discovery.json`, apiKey: process.env.OPEN311_KEY || "" });
  const discovery = await call(client, "serviceDiscovery", { cache: true });
  check("discovery", !discovery.error, discovery);
  check("the endpoint is found in it and gets its slash", client.endpoint === `${base}/`, client.endpoint);
  check("its format is JSON", client.format === "json");

  const services = (await call(client, "serviceList")).data;
  check("services", Array.isArray(services) && services.length > 0, services);
  const asking = services.find((service) => service.metadata);
  const definition = asking && (await call(client, "serviceDefinition", asking.service_code)).data;
  check("definition", definition?.service_code === asking?.service_code && definition?.attributes.length > 0, definition);

  const plain = services.find((service) => !service.metadata);
  const posted = await call(client, "submitRequest", {
    service_code: plain.service_code,
    lat: Number(process.env.OPEN311_LAT),
    long: Number(process.env.OPEN311_LONG),
    description: "A tree has fallen.\r\n\r\nIt blocks the path.",
    attributes: { fixmystreet_id: `${Date.now()}` },
  });
  const number = posted.data?.[0]?.service_request_id;
  check("a post is numbered", !posted.error && typeof number === "string", posted);

  const one = await call(client, "serviceRequest", number);
  check("it can be read back", one.data?.[0]?.service_request_id === number, one);
  check("its dates are dates", one.data?.[0]?.requested_datetime instanceof Date && !Number.isNaN(+one.data[0].updated_datetime));

  const some = await call(client, "serviceRequests", { page_size: 3 });
  check("a page of requests", some.data?.length === 3, some.error);
  const ids = some.data.map((request) => request.service_request_id);
  const again = await call(client, "serviceRequests", ids, {});
  check("several by number", again.data?.length === 3, again);

  const elsewhere = new Open311({ endpoint: `${base}//`, jurisdiction: "nowhere.example", apiKey: "" });
  const unknown = await call(elsewhere, "submitRequest", { service_code: plain.service_code, lat: 1, long: 1 });
  check("an unknown jurisdiction in the query of a post is a 404", unknown.error === 404, unknown);
  const wrong = await call(client, "submitRequest", { service_code: plain.service_code });
  check("a post without a place is a 400", wrong.error === 400, wrong);

  console.log(`open311 (npm): ${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

main().catch((error) => {
  console.log(`NOT OK  ${error.stack}`);
  process.exit(1);
});
