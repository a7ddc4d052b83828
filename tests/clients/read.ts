import { AgreementsApi, Configuration, ResponseError } from "./index.ts";

const agreements = new AgreementsApi(new Configuration({ basePath: Deno.args[0] }));
const keys: string[] = [];
let after: string | undefined;
do {
  const page = await agreements.listAgreements({ party: ["UA"], limit: 7, after });
  keys.push(...page.results.map((agreement) => agreement.key));
  after = page.next ? (new URL(page.next).searchParams.get("after") ?? undefined) : undefined;
} while (after);
const item = await agreements.getAgreement({ key: keys[0] });
let code = "";
try {
  await agreements.getAgreement({ key: "A-1" });
} catch (error) {
  if (error instanceof ResponseError) code = (await error.response.json()).code;
}
const [evidence] = item.milestones[0].evidence;
console.log(JSON.stringify({ keys, party: item.parties[0].code, evidence: Object.keys(evidence), code }));
