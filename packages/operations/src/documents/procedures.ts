import { drillNames, drills, type ResolvedPlan } from "@tagwright/formats"
import { block, code, list, page, section, table } from "./markdown.ts"
import { whoIs } from "./people.ts"

const step = (say: string, command?: string): string => (command === undefined ? say : `${say}\n\n   ${block(command).replaceAll("\n", "\n   ")}`)
const numbered = (steps: readonly string[]): string => steps.map((text, index) => `${index + 1}. ${text}`).join("\n")

/** D5.1: what a machine looks at by itself, and the few minutes of a person. */
export const dailyPage = (plan: ResolvedPlan): string =>
  page(
    "Daily checks",
    section("By themselves", "The server looks for silent failures every minute and probes every destination every five; alerts go to the channels of the plan. The report below comes by timer (see `schedule/`)."),
    section(
      "By a person, five minutes",
      numbered([
        step("Does anything need a person?", "tagwright status"),
        step("Is an alert open? Acknowledge what you take on.", "tagwright alerts list"),
        step("Are the figures where they should be?", "tagwright kpis"),
        step("Are there dead letters?", "tagwright deliveries list --state dead"),
        step("Does the payment provider know more than we do?", "tagwright reconcile"),
        step("Write the day down; its to-do list is today's work.", "tagwright report daily"),
      ]),
    ),
    section("Found something?", `Each alert, finding and dead letter has a page in this folder. ${whoIs(plan, "server")}`),
  )

/** D5.3 */
export const incidentPage = (plan: ResolvedPlan): string =>
  page(
    "Incident response",
    section(
      "How bad is it?",
      table(
        ["Severity", "When", "Who, and how fast"],
        [
          ["SEV1", "Personal data leaves, data goes without consent, or nothing is acknowledged", `whoever is on call, at once; ${plan.operations.owners["privacy"] === undefined ? "the privacy officer" : "privacy"} is called in any case`],
          ["SEV2", "Purchases or leads are not measured, a destination is lost", "whoever is on call, within 15 minutes"],
          ["SEV3", "Figures are late or incomplete, and nothing is lost", "on the next working day"],
        ],
      ),
    ),
    section(
      "What to do",
      numbered([
        step("Take the alert, so that nobody waits.", "tagwright alerts acknowledge $ALERT --by $ME"),
        step("Open the incident, with the release if one of today may have caused it.", 'tagwright incident open --severity SEV2 --summary "$WORDS"'),
        step("Stop the bleeding before you look for the cause. A release of today: take it back.", "tagwright rollback --env production"),
        step("Follow the alert's page in `runbooks/alerts/`."),
        step("Not solved in 15 minutes: escalate (below)."),
        step("Verify with the page's own commands, then close it.", "tagwright incident close $INCIDENT"),
        step("Within two working days write down what happened, what found it, and what will find it sooner. K10 counts a release that caused an incident as failed."),
      ]),
    ),
    section("Personal data was exposed", list(["The supervisory authority is told within 72 hours of becoming aware, unless there is no risk (Art. 33 GDPR): the privacy officer decides, not you.", "The people concerned are told when the risk is high (Art. 34).", "Keep everything: evidence, receipts, the ledger. Nothing is deleted by hand."])),
    section("Escalation", list(["site", "server", "containers", "privacy"].map((system) => `**${system}**: ${whoIs(plan, system)}`))),
    section("Practise it", list(drillNames.map((name) => `${drills[name]}: ${code(`tagwright drill ${name}`)}`))),
  )

/** D5.4 */
export const changePage = (plan: ResolvedPlan): string =>
  page(
    "Change management",
    "Everything that visitors or destinations see comes from the plan. Nobody edits a live container or a server plan by hand: the drift check finds it.",
    section(
      "From a wish to production",
      numbered([
        step("Change the plan on a branch; see what is wrong with it.", "tagwright check"),
        step("An event's name that was approved is frozen: a rename is an error, a new event is not.", "tagwright freeze"),
        step("Walk the site in every consent scenario, and judge.", "tagwright run --once"),
        step(`Let people sign the decision: ${plan.policy.signatures.join(", ") || "the plan names nobody"}.`, "tagwright sign --role $ROLE --key $KEY"),
        step("Is everything in order?", "tagwright verify"),
        step("Pack it. Same input, same bytes.", "tagwright release --version $VERSION"),
        step("Staging first.", "tagwright deploy --env staging"),
        step("Then production. A smoke journey proves it, or everything is taken back.", "tagwright deploy --env production"),
        step("Back to the release before, at any time.", "tagwright rollback --env production"),
      ]),
    ),
    section("Versions", "Major: an event or parameter is gone. Minor: something new. Patch: nothing that a report could see."),
    section("Interrupted?", "The same command again goes on where it stopped; `--undo` takes back what was begun.", block("tagwright deploy --env production --undo")),
    section("Exceptions", "A finding may pass for a while when the plan says why, who carries it, and until when. It is signed with the decision, and blocks after its day."),
  )
