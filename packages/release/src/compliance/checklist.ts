import type { GateId } from "@tagwright/formats"

/** Who asks for it. EDPB: Cookie Banner Taskforce 2023; CNIL: guidelines and SAN-2024-019; DSB: W108 2284491-1 and ORF 2024; ICO 2023; CA: GPC by law. */
type Regulator = "GDPR" | "ePrivacy" | "EDPB" | "CNIL" | "DSB" | "ICO" | "CA"

interface MachineLine {
  asks: string
  by: readonly Regulator[]
  /** What was done to see it, for whoever has to believe it */
  looked: string
  /** The gate that looks, and the codes that say no. A code ends in `*` for all codes that begin so. */
  gate: GateId
  codes: readonly string[]
}
interface PersonLine {
  asks: string
  by: readonly Regulator[]
  /** Only a person can say so: the role that attests it by signing */
  attest: string
}
export type ChecklistLine = MachineLine | PersonLine

/** What regulators test, line by line. Each is either looked at by a gate or attested by a person; nothing is left to good faith. */
export const checklist = {
  "C-PRE-1": { asks: "No request to a vendor that needs consent before the choice", by: ["ePrivacy", "CNIL", "EDPB"], looked: "Every request up to the choice, as a proxy recorded it, was held against the plan's vendors and their consent", gate: "P4", codes: ["request-before-choice", "unknown-party-before-choice"] },
  "C-PRE-2": { asks: "No cookie or storage key that needs consent before the choice", by: ["ePrivacy", "CNIL"], looked: "Cookies, local and session storage were read after every step before the choice", gate: "P4", codes: ["cookie-before-choice"] },
  "C-PRE-3": { asks: "No advertising destination is reached before the choice or after a refusal", by: ["ePrivacy", "EDPB"], looked: "Requests, cookies and the server's deliveries to advertising destinations were held against what the visitor had allowed", gate: "P3", codes: ["marketing-request-without-consent", "marketing-cookie-without-consent"] },
  "C-PRE-4": { asks: "Consent Mode's default comes first, once, and names every type", by: ["GDPR"], looked: "The order of the consent commands was read from the data layer of every page", gate: "P2", codes: ["consent-default-*"] },
  "C-MODE": { asks: "Every Google hit says what the visitor chose", by: ["GDPR"], looked: "The consent signals (gcs, gcd) in each Google hit were decoded and compared with the choice", gate: "P2", codes: ["consent-signal-*"] },
  "C-UPD": { asks: "A choice takes effect at once, on this page and the next", by: ["GDPR"], looked: "After each choice and on each page behind it, the state of Consent Mode was compared with the choice", gate: "P2", codes: ["consent-update-missing", "consent-state-wrong"] },
  "C-REJ-1": { asks: "Refusing is possible on the layer that has accepting", by: ["EDPB", "CNIL", "DSB", "ICO"], looked: "The first layer of the banner was searched for the way to refuse", gate: "P4", codes: ["reject-missing"] },
  "C-REJ-2": { asks: "Refusing takes no more clicks than accepting", by: ["CNIL", "EDPB"], looked: "The clicks that each way takes were counted on the banner", gate: "P4", codes: ["reject-harder"] },
  "C-REJ-3": { asks: "Both buttons are of equal size and type", by: ["DSB", "ICO", "EDPB"], looked: "Area, font size and kind of both buttons were measured on the page", gate: "P4", codes: ["reject-smaller", "reject-less-readable"] },
  "C-REJ-4": { asks: "Both buttons are drawn with equal contrast", by: ["DSB", "EDPB"], looked: "Contrast of text and of ground was computed for both buttons from what the browser draws (WCAG 2)", gate: "P4", codes: ["reject-low-contrast", "reject-less-prominent"] },
  "C-REJ-5": { asks: "A keyboard comes to refusing as soon as to accepting", by: ["EDPB", "CNIL"], looked: "The stops of the Tab key before each button were counted", gate: "P4", codes: ["reject-not-by-keyboard", "reject-later-by-keyboard"] },
  "C-TICK": { asks: "Nothing is ticked beforehand", by: ["GDPR", "EDPB", "ICO"], looked: "The switches of both layers were read as they stand before anything is touched", gate: "P4", codes: ["category-pre-ticked"] },
  "C-REJ-EFF": { asks: "After a refusal nothing that needs consent is sent or stored, on every page", by: ["CNIL", "EDPB"], looked: "Visitors refused and went through every page of their journey; requests, cookies and storage were read at each step", gate: "P4", codes: ["request-after-refusal", "cookie-after-refusal"] },
  "C-GRAN": { asks: "Each category opens its own vendors and no others", by: ["GDPR", "EDPB"], looked: "One visitor per category allowed it alone, and nobody else may have got anything", gate: "P3", codes: ["marketing-request-without-consent", "marketing-never-allowed"] },
  "C-WD-1": { asks: "Withdrawing takes two clicks at most, from every page", by: ["GDPR", "EDPB"], looked: "Visitors withdrew on a page of their journey and the clicks were counted; each page was searched for the way there", gate: "P4", codes: ["withdraw-hard", "withdraw-not-on-page"] },
  "C-WD-2": { asks: "Withdrawing was tried, and silences everything", by: ["CNIL"], looked: "Visitors allowed, withdrew and went on; requests, cookies and storage behind it were read", gate: "P4", codes: ["withdrawal-not-tried", "request-after-refusal", "cookie-after-refusal"] },
  "C-WD-3": { asks: "The server holds to the choice as well", by: ["GDPR"], looked: "Each delivery of the server was held against the choice the visitor had made", gate: "P3", codes: ["marketing-delivery-without-consent"] },
  "C-REC": { asks: "Each choice is recorded as proof", by: ["GDPR"], looked: "The server was asked for a visitor's events, and each was looked at for the choice it was made under", gate: "P4", codes: ["privacy-probe-failed", "privacy-probe-missing"] },
  "C-GPC": { asks: "Global Privacy Control counts as a refusal", by: ["CA"], looked: "A browser that says Sec-GPC accepted everything, and what was sent was read", gate: "P4", codes: ["privacy-probe-failed", "privacy-probe-missing"] },
  "C-CLASS": { asks: "Every cookie and key found has an owner", by: ["CNIL", "EDPB"], looked: "Each cookie and key that was found was looked up in the plan's inventory", gate: "P4", codes: ["cookie-unknown"] },
  "C-MIN": { asks: "No personal data where the plan does not allow it", by: ["GDPR"], looked: "Pushes, requests, cookies, storage, titles, referrers and the server's payloads were searched, see Personal data", gate: "P1", codes: ["personal-*"] },
  "C-TEST": { asks: "Test data stays out of the figures", by: ["GDPR"], looked: "Pushes, server events and deliveries of this test were searched for the mark test_mode", gate: "P5", codes: ["test-mode-*"] },
  "C-WALL": { asks: "The site works without accepting", by: ["EDPB", "CNIL"], looked: "The visitors who refuse came to the end of every journey, and so did one whose kit, container, storage or server was missing", gate: "T5", codes: ["visitor-disturbed", "journey-broken"] },
  "C-TEXT": { asks: "The banner's words are true, plain, and name the controllers", by: ["GDPR", "CNIL"], attest: "privacy-officer" },
  "C-EXEMPT": { asks: "What is called strictly necessary is so", by: ["EDPB", "CNIL"], attest: "privacy-officer" },
  "C-NOTICE": { asks: "The privacy notice says what this plan does", by: ["GDPR"], attest: "legal-counsel" },
  "C-DPA": { asks: "A processing contract exists with every destination", by: ["GDPR"], attest: "legal-counsel" },
} as const satisfies Record<string, ChecklistLine>
