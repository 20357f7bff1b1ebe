// In the admin: completion in fields that ask for it, as on the pages of the site.
import { complete } from "./complete.js";

const awaken = () => {
  for (const field of document.querySelectorAll("[data-complete]")) complete(field, field.dataset.complete, "several" in field.dataset);
  for (const field of document.querySelectorAll("[data-mentions]")) complete(field, field.dataset.mentions, false, "@");
};

awaken();
