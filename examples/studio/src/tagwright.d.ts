declare module "virtual:tagwright" {
  /** Tagwright kit of Northlight Studio. Generated from the tracking plan; do not edit. */

  /** A GA4 item. `price` in major units of the event's currency. */
  export interface Item {
    item_id: string
    item_name?: string
    price?: number
    quantity?: number
  }

  export interface PageView {
    /** Path of the page, without the query; e.g. "/pricing/"; filled by the kit when left out */
    page_path?: string
    /** Title of the page; e.g. "Plans and prices"; filled by the kit when left out */
    page_title?: string
  }

  export interface SectionView {
    /** Section of the page it happened in; e.g. "hero" */
    section: string
    /** Path of the page, without the query; e.g. "/pricing/"; filled by the kit when left out */
    page_path?: string
  }

  export interface NavClick {
    /** Where the link leads; e.g. "https://northlight.example/pricing/" */
    link_url: string
    /** What the link says; e.g. "See the plans" */
    link_text: string
    /** Section of the page it happened in; e.g. "hero" */
    section: string
  }

  export interface CtaClick {
    /** Which call to action: place, then aim; e.g. "hero_pricing" */
    cta_id: string
    /** Section of the page it happened in; e.g. "hero" */
    section: string
    /** Where the link leads; e.g. "https://northlight.example/pricing/" */
    link_url?: string
    /** What the link says; e.g. "See the plans" */
    link_text?: string
  }

  export interface ContactClick {
    /** How the visitor reaches for us. The address itself is never measured */
    contact_method: "email" | "phone"
    /** Section of the page it happened in; e.g. "hero" */
    section: string
  }

  export interface FaqOpen {
    /** Which question was opened; e.g. "refund" */
    question_id: string
    /** Section of the page it happened in; e.g. "hero" */
    section: string
  }

  export interface FormStart {
    /** Which form */
    form_id: "lead" | "newsletter"
    /** Page and section the form stands in; e.g. "contact.enquiry" */
    form_location: string
  }

  export interface FormError {
    /** Which form */
    form_id: "lead" | "newsletter"
    /** Page and section the form stands in; e.g. "contact.enquiry" */
    form_location: string
  }

  export interface NewsletterSignup {
    /** Which form */
    form_id: "lead" | "newsletter"
    /** Page and section the form stands in; e.g. "contact.enquiry" */
    form_location: string
    /** Where to answer; personal: goes to crm, newsletter by the server, never into the data layer */
    email?: string
  }

  export interface LeadSubmit {
    /** Which form */
    form_id: "lead" | "newsletter"
    /** Page and section the form stands in; e.g. "contact.enquiry" */
    form_location: string
    /** What the enquiry is about */
    topic?: "pricing" | "proposals" | "clients" | "other"
    /** Where to answer; personal: goes to crm, newsletter by the server, never into the data layer */
    email?: string
    /** How to address the person; personal: goes to crm by the server, never into the data layer */
    name?: string
  }

  export interface PricingView {
    /** Path of the page, without the query; e.g. "/pricing/"; filled by the kit when left out */
    page_path?: string
  }

  export interface CheckoutStart {
    /** What it costs or what was paid, tax included; in major units of `currency`; e.g. 240 */
    value: number
    /** ISO 4217 code; e.g. "EUR" */
    currency: string
    /** The plans in question, with price and number */
    items: readonly Item[]
  }

  export interface PlanSelect {
    /** Which plan; e.g. "intensive" */
    item_id: "session" | "intensive" | "season"
  }

  export interface AddPaymentInfo {
    /** Which plan; e.g. "intensive" */
    item_id: "session" | "intensive" | "season"
    /** What it costs or what was paid, tax included; in major units of `currency`; e.g. 240 */
    value: number
    /** ISO 4217 code; e.g. "EUR" */
    currency: string
  }

  /** Every event of the plan and what it takes. */
  export interface Events {
    /** A page is shown */
    page_view: PageView
    /** Half of a section is on the screen for a second */
    section_view: SectionView
    /** A visitor finds their own way: menu, footer, links in a text */
    nav_click: NavClick
    /** A visitor follows our invitation to the next step */
    cta_click: CtaClick
    /** A visitor opens their mail program or telephone to reach us */
    contact_click: ContactClick
    /** A visitor opens a question */
    faq_open: FaqOpen
    /** A visitor enters the first field of a form */
    form_start: FormStart
    /** A form is sent, and something in it is missing or wrong */
    form_error: FormError
    /** A visitor asks for the Friday letter */
    newsletter_signup: NewsletterSignup
    /** A visitor asks to be contacted */
    lead_submit: LeadSubmit
    /** A visitor looks at the plans */
    pricing_view: PricingView
    /** A visitor arrives at the checkout with a plan */
    checkout_start: CheckoutStart
    /** A visitor picks another plan at the checkout */
    plan_select: PlanSelect
    /** A visitor leaves for Stripe to pay */
    add_payment_info: AddPaymentInfo
    /** Money has arrived: at once by card, days later by voucher */
    purchase: "purchase comes with a webhook (stripe): the server sends it, a page cannot"
    /** Money went back, all of it or a part */
    refund: "refund comes with a webhook (stripe): the server sends it, a page cannot"
    /** The course is unlocked for the person who bought it */
    activation: "activation comes with a webhook (stripe): the server sends it, a page cannot"
  }

  /** A yes or no per consent category. */
  export interface Choice {
    /** What the visitor asked for: answering an enquiry, sending the letter they signed up to, remembering this very choice */
    "necessary"?: true
    /** Which pages help and where people give up */
    "analytics"?: boolean
    /** Which advertisement brought someone here */
    "marketing"?: boolean
  }

  export type EventName = keyof Events

  /** A name of the plan, which editors complete by the first half; in the place of any other stands what is wrong with it, which TypeScript then shows. */
  type NameInThePlan<Name extends string> = (Name & EventName) | (Name extends EventName ? never : "The plan has no such event: correct the name, or add it to the plan")
  type ParamsOf<Name extends string> = [Name] extends [EventName]
    ? {} extends Events[Name & EventName] ? [params?: Events[Name & EventName]] : [params: Events[Name & EventName]]
    : unknown[]

  /** Sends an event of the plan. Never throws. Personal parameters go to the server only, never into the data layer. */
  export function track<Name extends string>(event: NameInThePlan<Name>, ...params: ParamsOf<Name>): void

  export const consent: {
    /** Tells what the visitor chose; categories left out are denied. */
    update(choice: Choice): void
    /** The visitor's choice; undefined until it was made. */
    choice(): Record<string, boolean> | undefined
  }

  /** The id of this person in this browser; send it along with a payment to join the two. */
  export function leadId(): string

  /** lead_id, and Google Analytics' client and session id as far as its cookies are there. */
  export function ids(): { lead_id: string; client_id?: string; session_id?: string }

  global {
    interface Window {
      /** The kit as the classic script leaves it. Absent when the script was blocked. */
      tagwright?: {
        // Not `typeof track`: TypeScript takes no two conditional types for the same, and a site may have this declaration twice.
        track<Name extends EventName>(event: Name, ...params: {} extends Events[Name] ? [params?: Events[Name]] : [params: Events[Name]]): void
        consent: typeof consent
        leadId: typeof leadId
        ids: typeof ids
      }
    }
  }
}
