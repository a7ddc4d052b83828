import { Configuration, DraftsApi, ProposalFromJSON, ResponseError } from "./index.ts";

const [basePath, accessToken, sent] = Deno.args;
const drafts = new DraftsApi(new Configuration({ basePath, accessToken }));
const proposal = ProposalFromJSON(JSON.parse(sent));
const made = await drafts.proposeDraft({ proposal, idempotencyKey: "harbour-1" });
const again = await drafts.proposeDraft({ proposal, idempotencyKey: "harbour-1" });
const seen = await drafts.getDraftRaw({ number: made.id });
const draft = await seen.value();
const decisionIn = { verb: "approve" as const, agreement: null };
let stale = 0;
try {
  await drafts.decideDraft({ number: draft.id, decisionIn, ifMatch: '"of another version"' });
} catch (error) {
  if (error instanceof ResponseError) stale = error.response.status;
}
const ifMatch = seen.raw.headers.get("ETag") ?? "";
const decided = await drafts.decideDraft({ number: draft.id, decisionIn, ifMatch });
console.log(JSON.stringify({ made: made.id, again: again.id, stale, agreement: decided.agreement }));
