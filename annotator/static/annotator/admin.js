// In the admin: completion in fields that ask for it, as on the pages of the site.
import { completeIn } from "./complete.js";

completeIn(document);
