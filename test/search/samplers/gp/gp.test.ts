import { gp } from "../../../../src/search/index.js";
import { samplerContract } from "../../../contracts/sampler.js";

samplerContract("gp()", gp);
